package publish

import (
	"fmt"
	"io"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// provider is a Terraform provider with a resource for records.
type provider struct {
	name     string
	resource string
	variable i18n.Text // the description of what says in which zone a record is

	// records writes the resources of a set that isn't to go.
	records func(*terraform, rrset)
}

var providers = []provider{
	{
		// registry.terraform.io/providers/hashicorp/aws, resource aws_route53_record.
		name: "aws", resource: "aws_route53_record",
		variable: i18n.Text{EN: "ID of the Route 53 hosted zone %s", JA: "Route 53 のホストゾーン %s の ID"},
		records:  (*terraform).aws,
	},
	{
		// registry.terraform.io/providers/cloudflare/cloudflare, from version 5.
		name: "cloudflare", resource: "cloudflare_dns_record",
		variable: i18n.Text{EN: "ID of the Cloudflare zone %s", JA: "Cloudflare のゾーン %s の ID"},
		records:  (*terraform).cloudflare,
	},
	{
		// registry.terraform.io/providers/hashicorp/google, resource google_dns_record_set.
		name: "google", resource: "google_dns_record_set",
		variable: i18n.Text{EN: "name of the Cloud DNS managed zone of %s", JA: "%s の Cloud DNS マネージドゾーンの名前"},
		records:  (*terraform).google,
	},
}

func providerNames() []string {
	var names []string
	for _, p := range providers {
		names = append(names, p.name)
	}
	return names
}

// terraform is a configuration in the making.
type terraform struct {
	io.Writer
	provider
	Options
	names map[string]bool // of the blocks that there are
}

// writeTerraform writes a resource for each set, or for each record where that is
// the provider's resource. The zones are variables: what they are called in a
// configuration isn't known, and Terraform asks for a variable that isn't set.
func writeTerraform(w io.Writer, sets []rrset, o Options) error {
	t := &terraform{Writer: w, Options: o, names: map[string]bool{}}
	for _, p := range providers {
		if p.name == o.Provider {
			t.provider = p
		}
	}
	t.comment(o.Notes...)
	for i, z := range zones(sets) {
		if i > 0 {
			fmt.Fprintln(t)
		}
		t.variable(zoneVariable(z.name), t.provider.variable.Format(z.name))
		for _, r := range z.sets {
			fmt.Fprintln(t)
			t.comment(r.Note)
			for _, v := range r.master(r.gone()) {
				t.comment(replaces.Format(r.line(v)))
			}
			if len(r.Values) == 0 {
				t.comment(removeResource)
				continue
			}
			if len(r.Was) > 0 {
				t.comment(ownResource)
			}
			t.records(t, r)
		}
	}
	return nil
}

func (t *terraform) comment(texts ...i18n.Text) { comment(t, "#", t.Language, texts...) }

// variable declares a variable that has no default.
func (t *terraform) variable(name string, description i18n.Text) {
	fmt.Fprintf(t, "variable %q {\n", name)
	t.attributes("type", "string", "description", hclQuote(oneLine(t.Language.Of(description))))
	fmt.Fprintln(t, "}")
}

func zoneVariable(zone string) string { return identifier(zone) + "_zone" }

// attributes writes pairs of names and expressions, in columns as terraform fmt
// does: an expression of several lines stands outside of them.
func (t *terraform) attributes(pairs ...string) {
	width := 0
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(pairs[i+1], "\n") {
			width = max(width, len(pairs[i]))
		}
	}
	for i := 0; i < len(pairs); i += 2 {
		if strings.Contains(pairs[i+1], "\n") {
			width = 0
		}
		fmt.Fprintf(t, "  %-*s = %s\n", width, pairs[i], pairs[i+1])
	}
}

// resource writes the resource of a set or record, and gives its name.
func (t *terraform) resource(r rrset, pairs ...string) string {
	name := identifier(r.display()) + "_" + strings.ToLower(r.Type)
	for base, n := name, 2; t.names[name]; n++ {
		name = fmt.Sprintf("%s_%d", base, n)
	}
	t.names[name] = true
	fmt.Fprintf(t, "resource %q %q {\n", t.provider.resource, name)
	t.attributes(pairs...)
	fmt.Fprintln(t, "}")
	return name
}

// imports has Terraform take over what is published: to create it once more fails
// at Route 53, and leaves the old one beside it at Cloudflare.
func (t *terraform) imports(name, id string) {
	fmt.Fprintf(t, "\nimport {\n")
	t.attributes("to", t.provider.resource+"."+name, "id", id)
	fmt.Fprintln(t, "}")
}

// aws writes a resource for an RRset. The provider puts quotes around a text, and
// wants \"\" where two strings meet; escapes are octal as in Route 53.
func (t *terraform) aws(r rrset) {
	var records []string
	for _, v := range r.Values {
		if r.Type == "TXT" {
			v = quoteAll(v, "", dnsmsg.Octal)
			v = v[1 : len(v)-1]
		}
		records = append(records, v)
	}
	zone := "var." + zoneVariable(r.zone)
	name := t.resource(r, "zone_id", zone, "name", hclQuote(r.display()), "type", hclQuote(r.Type),
		"ttl", fmt.Sprint(r.ttl()), "records", hclList(records))
	if len(r.Was) > 0 {
		t.imports(name, fmt.Sprintf(`"${%s}_%s_%s"`, zone, hclEscape(r.display()), r.Type))
	}
}

// cloudflare writes a resource for each record that is new. One that goes is
// turned into one that comes, so that at no time both are there or none.
func (t *terraform) cloudflare(r rrset) {
	zone, gone := "var."+zoneVariable(r.zone), r.gone()
	for i, v := range r.added() {
		if i > 0 {
			fmt.Fprintln(t)
		}
		pairs := []string{"zone_id", zone, "name", hclQuote(r.display()), "type", hclQuote(r.Type), "ttl", fmt.Sprint(r.ttl())}
		switch r.Type {
		case "TXT": // Cloudflare wants quotes, as in a zone file
			v = r.master([]string{v})[0]
		case "MX":
			priority, host, _ := strings.Cut(v, " ")
			pairs, v = append(pairs, "priority", priority), bare(host)
		case "CNAME":
			v = bare(v)
		}
		name := t.resource(r, append(pairs, "content", hclQuote(v))...)
		if i < len(gone) {
			id := name + "_id"
			t.imports(name, fmt.Sprintf(`"${%s}/${var.%s}"`, zone, id))
			fmt.Fprintln(t)
			t.variable(id, recordID.Format(r.line(r.master(gone)[i])))
		}
	}
	for _, v := range r.master(gone[min(len(gone), len(r.added())):]) {
		t.comment(removed.Format(r.line(v)), removeResource)
	}
}

// google writes a resource for an RRset, whose values are as in a zone file. The
// provider replaces what is published.
func (t *terraform) google(r rrset) {
	t.resource(r, "managed_zone", "var."+zoneVariable(r.zone), "name", hclQuote(r.name), "type", hclQuote(r.Type),
		"ttl", fmt.Sprint(r.ttl()), "rrdatas", hclList(r.master(r.Values)))
}

// bare is a host name without the dot at its end, but for the root, which stands
// for no host (RFC 7505).
func bare(host string) string {
	if host == "." {
		return host
	}
	return strings.TrimSuffix(host, ".")
}

// identifier makes a name of a configuration: letters, digits, _ and -, of which
// the last two digits can't begin one.
func identifier(name string) string {
	id := strings.Map(func(c rune) rune {
		switch {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_':
			return c
		}
		return '_'
	}, strings.ReplaceAll(name, "*", "wildcard"))
	if c := id[0]; '0' <= c && c <= '9' || c == '-' {
		return "_" + id
	}
	return id
}

// hclQuote writes a quoted template that stands for the text.
func hclQuote(s string) string { return `"` + hclEscape(s) + `"` }

// hclEscape escapes what means something in a quoted template: ${ and %{ begin a
// sequence, and the latter a macro of SPF too
// (https://developer.hashicorp.com/terraform/language/expressions/strings).
func hclEscape(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, `${`, `$${`, `%{`, `%%{`, "\n", `\n`, "\r", `\r`).Replace(s)
}

func hclList(values []string) string {
	if len(values) == 1 {
		return "[" + hclQuote(values[0]) + "]"
	}
	var b strings.Builder
	b.WriteString("[\n")
	for _, v := range values {
		fmt.Fprintf(&b, "    %s,\n", hclQuote(v))
	}
	b.WriteString("  ]")
	return b.String()
}

var (
	ownResource = i18n.Text{
		EN: "if the configuration has this record already, change it there instead: two resources of one record undo each other",
		JA: "このレコードのリソースがすでに設定にあれば、下のブロックは加えず、そのリソースを書き換える（2 つあると互いに打ち消し合う）",
	}
	removeResource = i18n.Text{
		EN: "remove its resource, or the record itself if the configuration doesn't have it",
		JA: "そのリソースを削除する。設定になければ、レコード自体を削除する",
	}
	recordID = i18n.Text{
		EN: "ID of the Cloudflare record that is replaced: %s",
		JA: "置き換える Cloudflare のレコードの ID: %s",
	}
)
