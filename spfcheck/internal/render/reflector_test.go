package render_test

import (
	"net/netip"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"

	"blitiri.com.ar/go/spf"
	makeschema "github.com/invopop/jsonschema"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/doctor"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// addComments takes the descriptions from the comments of types and fields.
func addComments(t *testing.T, r *makeschema.Reflector) {
	t.Helper()
	for _, dir := range []string{"../..", "../../../carriers"} {
		if err := r.AddGoComments(reflect.TypeFor[render.Options]().PkgPath(), dir); err != nil {
			t.Fatal(err)
		}
	}
	for name, comment := range r.CommentMap {
		r.CommentMap[name] = strings.Join(strings.Fields(comment), " ")
	}
}

// eitherReportOrError makes of all that a line of bulk can have two sets, of which
// each line has one.
func eitherReportOrError(schema *makeschema.Schema) {
	line, ok := schema.Definitions["bulk.Line"]
	if !ok {
		return
	}
	report := slices.DeleteFunc(line.Required, func(name string) bool { return name == "line" })
	line.OneOf = []*makeschema.Schema{{Required: report}, {Required: []string{"error"}}}
	line.Required = []string{"line"}
}

// basesOfSenders has another set of bases for services: nothing is inferred of them,
// and for some of it no source is found.
func basesOfSenders(schema *makeschema.Schema) {
	for name, definition := range schema.Definitions {
		if !strings.HasPrefix(name, "senders.") {
			continue
		}
		if basis, ok := definition.Properties.Get("basis"); ok {
			basis.Enum = anySlice(senders.Bases)
		}
	}
}

// nameOf keeps the types of other packages apart, which have names in common;
// "" leaves the name to the library.
func nameOf(t reflect.Type) string {
	if pkg := path.Base(t.PkgPath()); pkg != "spfcheck" && t.Name() != "" {
		return pkg + "." + t.Name()
	}
	return ""
}

// wordsOf lists the words that a type can be; "" is allowed where a report may
// have none.
func wordsOf(t reflect.Type) *makeschema.Schema {
	words := map[reflect.Type][]any{
		reflect.TypeFor[carriers.Outcome](): anySlice(carriers.Outcomes),
		reflect.TypeFor[carriers.Basis]():   append(anySlice(carriers.Bases), ""),
		reflect.TypeFor[carriers.Fact]():    append(anySlice(carriers.AllFacts), ""),
		reflect.TypeFor[carriers.DMARC]():   append(anySlice(carriers.AllDMARC), ""),
		reflect.TypeFor[rules.Severity]():   anySlice(rules.Severities),
		reflect.TypeFor[gate.Result]():      anySlice(gate.Results),
		reflect.TypeFor[gate.Turn]():        anySlice(gate.Turns),
		reflect.TypeFor[doctor.State]():     anySlice(doctor.States),
		reflect.TypeFor[gate.Status]():      anySlice(gate.Statuses),
		reflect.TypeFor[identity.Kind]():    append(anySlice(identity.Kinds), ""),
		reflect.TypeFor[tree.Problem](): {
			tree.NoDomain, tree.NoRecord, tree.SeveralRecords, tree.SyntaxError, tree.DNSFailed, tree.NotLoaded,
		},
		reflect.TypeFor[dsn.Kind](): anySlice(dsn.Kinds),
		reflect.TypeFor[dsn.Category](): {
			dsn.Delivered, dsn.Relayed, dsn.Expanded, dsn.Delayed, dsn.Failed, dsn.Deliverable, dsn.Undeliverable,
			dsn.ReadReceipt, dsn.Complained,
		},
		reflect.TypeFor[dsn.Stage]():     {dsn.Connect, dsn.Mail, dsn.Rcpt, dsn.Data, dsn.Unknown, ""},
		reflect.TypeFor[dsn.Filtering](): {dsn.Unlikely, dsn.Possible, dsn.Likely, dsn.Certain, dsn.DiscardPossible, dsn.JunkPossible, ""},
		reflect.TypeFor[tree.Why]():      {tree.PerMessage, tree.PerAddress, tree.Failed, tree.Limited},
		reflect.TypeFor[tree.Limit]():    {tree.RecordsLimit, tree.DepthLimit, tree.QuestionsLimit, tree.TermsLimit},
		reflect.TypeFor[spf.Result](): {
			spf.Pass, spf.Fail, spf.SoftFail, spf.Neutral, spf.None, spf.PermError, spf.TempError, spfcheck.Mixed, spfcheck.Unknown, "",
		},
	}
	if list, ok := words[t]; ok {
		return &makeschema.Schema{Type: "string", Enum: list}
	}
	if t == reflect.TypeFor[netip.Addr]() {
		return &makeschema.Schema{Type: "string", Title: "an IPv4 or IPv6 address"}
	}
	if t == reflect.TypeFor[netip.Prefix]() {
		return &makeschema.Schema{Type: "string", Title: "a range of addresses in CIDR notation"}
	}
	return nil
}

func anySlice[T any](list []T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}
