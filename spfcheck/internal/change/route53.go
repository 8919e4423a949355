package change

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// isRoute53 recognises a batch, and a list with or without what is around it.
func isRoute53(f *file, named bool) bool {
	if hasKey("Changes", "ChangeBatch", "ResourceRecordSets")(f, named) {
		return true
	}
	if !isJSON(f.data) {
		return false
	}
	top, err := f.json()
	if err != nil || len(top.Items()) == 0 {
		return false
	}
	first := top.List[0]
	return first.Get("Name") != nil && first.Get("Type") != nil && firstOf(first, "ResourceRecords", "AliasTarget") != nil
}

// readRoute53 reads a change batch, alone or as the input of the AWS CLI, or what
// list-resource-record-sets prints, or the record sets of it. A list that has an SOA
// and isn't cut is the whole zone. Names and texts have octal escapes: \052 is "*".
func readRoute53(r *reader, f *file) error {
	top, err := f.json()
	if err != nil {
		return err
	}
	if top.Kind == '[' {
		return r.route53List(f, top, top)
	}
	changes := firstOf(top, "ChangeBatch", "Changes")
	if inner := changes.Get("Changes"); inner != nil {
		changes = inner
	}
	list := top.Get("ResourceRecordSets")
	switch {
	case changes != nil && changes.Kind == '[':
		r.said++ // it may change nothing
		for _, c := range changes.Items() {
			if err := r.route53Change(c, f.at(c)); err != nil {
				return err
			}
		}
		return nil
	case list != nil && list.Kind == '[':
		return r.route53List(f, top, list)
	}
	return f.at(top).Errorf("there is neither a list of Changes nor one of ResourceRecordSets")
}

func (r *reader) route53Change(c *doc.Value, at zone.Place) error {
	body := c.Get("ResourceRecordSet")
	s, err := route53Set(body, at)
	if err != nil {
		return r.broken(Unknown{}, err)
	}
	switch action := c.Get("Action").Text(); action {
	case "CREATE", "UPSERT":
		return r.route53Put(s, body, nil)
	case "DELETE":
		if body.Get("SetIdentifier") != nil { // others may stay
			return r.unknown(Unknown{Name: s.name, Type: s.rrtype, Reason: routing, Place: s.Place})
		}
		return r.clear(s.name, s.rrtype, s.Place)
	default:
		return at.Errorf("the action %s is not one of CREATE, UPSERT and DELETE", doc.Excerpt(action))
	}
}

// route53List reads record sets. top says whether they are all.
func (r *reader) route53List(f *file, top, list *doc.Value) error {
	type item struct {
		set
		body *doc.Value
	}
	var items []item
	zone := ""
	here := map[rrset]bool{}
	for _, body := range list.Items() {
		s, err := route53Set(body, f.at(body))
		if err != nil {
			if err := r.broken(Unknown{}, err); err != nil {
				return err
			}
			continue
		}
		if s.rrtype == "SOA" {
			zone = s.name
		}
		here[rrset{name: s.name, rrtype: s.rrtype}] = true
		items = append(items, item{s, body})
	}
	if cut, err := route53Cut(f, top); err != nil {
		return err
	} else if cut {
		zone = ""
	}
	if zone != "" {
		if err := r.zone(zone, f.at(list)); err != nil {
			return err
		}
	}
	for _, i := range items {
		if zone != "" && within(i.name, zone) {
			i.set.zone = zone
		}
		i.set.listed = zone == ""
		if err := r.route53Put(i.set, i.body, here); err != nil {
			return err
		}
	}
	return nil
}

// route53Cut reports whether a list isn't all of the zone.
func route53Cut(f *file, top *doc.Value) (bool, error) {
	truncated := top.Get("IsTruncated")
	if truncated == nil {
		return top.Get("NextToken") != nil, nil
	}
	cut, isBool := truncated.Scalar.(bool)
	if !isBool {
		return false, f.at(truncated).Errorf("IsTruncated is neither true nor false")
	}
	return cut, nil
}

// route53Put sets an RRset, or leaves it open. An alias of a name that is here has
// its addresses.
func (r *reader) route53Put(s set, body *doc.Value, here map[rrset]bool) error {
	reason := route53Open(body)
	if target, err := route53Name(body.Get("AliasTarget").Get("DNSName").Text()); err == nil &&
		slices.Contains(addressTypes, s.rrtype) && body.Get("SetIdentifier") == nil && here[rrset{name: target, rrtype: s.rrtype}] {
		rrtype := s.rrtype
		s.values = []datum{{text: target}}
		return r.flatten(s, rrtype)
	}
	if reason.Complete() {
		return r.unknown(Unknown{Name: s.name, Type: s.rrtype, Exists: true, Listed: s.listed, Reason: reason, Value: flat(body), Place: s.Place})
	}
	if s.rrtype == "" {
		return r.foreign(s, body.Get("Type").Text())
	}
	return r.put(s)
}

// route53Open says why the answer for a set can't be read from it.
func route53Open(body *doc.Value) i18n.Text {
	if alias := body.Get("AliasTarget"); alias != nil {
		if alias.Get("DNSName").Text() == "" { // a function gives it
			return anAlias
		}
		return aliasOf.Format(doc.Excerpt(alias.Get("DNSName").Text()))
	}
	if id := body.Get("SetIdentifier"); id != nil {
		return routingSet.Format(doc.Excerpt(id.Text()))
	}
	return i18n.Text{}
}

// route53Set reads a ResourceRecordSet.
func route53Set(body *doc.Value, at zone.Place) (set, error) {
	if body == nil || body.Kind != '{' {
		return set{}, at.Errorf("it has no ResourceRecordSet")
	}
	at = at.On(body.Line)
	name, rrtype := body.Get("Name"), body.Get("Type")
	if !name.IsText() || !rrtype.IsText() {
		return set{}, at.Errorf("the record set has no Name or no Type")
	}
	s := set{Place: at.On(name.Line), texts: route53Texts}
	var err error
	if s.name, err = route53Name(name.Text()); err != nil {
		return set{}, s.Errorf("%w", err)
	}
	s.rrtype = canonicalType(rrtype.Text())
	for _, item := range body.Get("ResourceRecords").Items() {
		v := item.Get("Value")
		s.values = append(s.values, datum{text: v.Text(), line: v.At()})
	}
	return s, nil
}

func route53Texts(data string) ([]string, error) { return quoted(data, octal) }

// route53Name turns octal escapes into those of zone files.
func route53Name(s string) (string, error) {
	if s == "" {
		return "", fmt.Errorf("the name is empty")
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b.WriteByte(s[i])
			continue
		}
		octet, n, ok := escaped(s[i+1:], octal)
		if !ok {
			return "", fmt.Errorf("the name %s has a broken escape", doc.Excerpt(s))
		}
		fmt.Fprintf(&b, `\%03d`, octet)
		i += n
	}
	return zone.NameIn(b.String(), "")
}
