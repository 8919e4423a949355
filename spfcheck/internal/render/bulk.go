package render

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
)

// BulkLine writes a line as JSON: the report as check gives it, or the error,
// with the line's number and ID.
func BulkLine(l *bulk.Line) ([]byte, error) {
	var b bytes.Buffer
	err := writeJSONLine(&b, l)
	return b.Bytes(), err
}

// compactJSON is v on one line.
func compactJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("writing JSON: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// BulkField is a value of the short form of a line.
type BulkField struct {
	Name string
	Help i18n.Text
	of   func(*bulk.Line) any // of a line with a report, but for line and id
	// BeyondVerdicts says that it needs more than spfcheck.Tuning.VerdictsOnly.
	BeyondVerdicts bool
	// Helo says that it needs more than spfcheck.Tuning.LookedAtOnly.
	Helo bool
}

// BulkFields lists every field of the short form.
var BulkFields = []BulkField{
	{Name: "line", Help: i18n.Text{EN: "number of the line", JA: "行番号"}, of: func(l *bulk.Line) any { return l.Number }},
	{Name: "id", Help: i18n.Text{EN: "as in the input", JA: "入力の id"}, of: func(l *bulk.Line) any { return l.ID }},
	{Name: "mail_from", Help: i18n.Text{EN: "the envelope From", JA: "エンベロープ From"}, of: addressOf(identity.MailFrom)},
	{Name: "helo", Help: i18n.Text{EN: "the HELO identity", JA: "HELO"}, of: addressOf(identity.Helo), Helo: true},
	{Name: "from", Help: i18n.Text{EN: "the header From", JA: "ヘッダー From"}, of: addressOf(identity.From)},
	{Name: "worst", Help: i18n.Text{EN: "the worst outcome", JA: "最も悪い結果"}, of: func(l *bulk.Line) any { return l.Worst }},
	{Name: "carriers", Help: i18n.Text{EN: "the outcome at each carrier", JA: "事業者ごとの結果"}, of: outcomes},
	{Name: "rules", Help: i18n.Text{EN: "the rule that decided at each carrier", JA: "事業者ごとの決め手の規則"}, of: decidingRules},
	{Name: "reason", Help: i18n.Text{EN: "why each carrier doesn't simply deliver", JA: "そのまま届かない理由（事業者ごと）"}, of: reasons},
	{Name: "unknown", Help: i18n.Text{EN: "what is unknown at each carrier, and why", JA: "不明な点とその理由（事業者ごと）"}, of: unknowns},
	{Name: "spf", Help: i18n.Text{EN: "the SPF result of each identity", JA: "識別子ごとの SPF の結果"}, of: spfResults, Helo: true},
	{Name: "dmarc", Help: i18n.Text{EN: "the DMARC result", JA: "DMARC の結果"}, of: dmarcResult},
	{Name: "findings", Help: i18n.Text{EN: "codes of the findings", JA: "指摘のコード"}, of: findingCodes, BeyondVerdicts: true},
	{Name: "publish", Help: i18n.Text{EN: "the lines of a zone file to publish now", JA: "いま公開すべきゾーンファイルの行"}, of: linesToPublish, BeyondVerdicts: true},
	{Name: "record", Help: i18n.Text{EN: "the record to publish first", JA: "最初に公開すべきレコード"}, of: firstRecord, BeyondVerdicts: true},
	{Name: "remove", Help: i18n.Text{EN: "the records that it takes the place of", JA: "record と入れ替えに削除するレコード"}, of: recordsGone, BeyondVerdicts: true},
	{Name: "warnings", Help: i18n.Text{EN: "what to look at in the input, and before it is published", JA: "入力で確かめること、公開の前に確かめること"}, of: firstWarnings, BeyondVerdicts: true},
	{Name: sampledField, Help: i18n.Text{EN: "some addresses stand for the others", JA: "一部のアドレスだけを評価した"}, of: sampledOf},
}

// BulkDefault are the fields of a line where nobody says which.
var BulkDefault = []string{"line", "id", "worst", "carriers", "reason", "unknown", "record", "remove", "warnings", sampledField}

// sampledField is the field that NDJSON has only where it is true, whoever asks.
const sampledField = "sampled"

// BulkShortLine is what a line can have when it is not written whole: line and id, the
// fields that are asked for, and an error in place of what isn't known.
type BulkShortLine struct {
	Line     int64                        `json:"line,omitempty"`                                          // the number of the line in the input, from 1; the header of CSV and empty lines count
	ID       json.RawMessage              `json:"id,omitempty"`                                            // the line's ID as in the input, a string or a number, and of a list the domain; null where there is none
	MailFrom *string                      `json:"mail_from,omitempty" jsonschema:"oneof_type=string;null"` // the envelope From; null where it isn't known
	Helo     *string                      `json:"helo,omitempty" jsonschema:"oneof_type=string;null"`      // the HELO identity; null where it isn't known
	From     *string                      `json:"from,omitempty" jsonschema:"oneof_type=string;null"`      // the header From; null where it isn't known
	Worst    carriers.Outcome             `json:"worst,omitempty"`                                         // the worst outcome of all carriers
	Carriers map[string]carriers.Outcome  `json:"carriers,omitempty"`                                      // the outcome at each carrier, by its ID
	Rules    map[string]string            `json:"rules,omitempty"`                                         // the ID of the rule that decided at each carrier; empty where no rule covers the case
	Reason   map[string]i18n.Text         `json:"reason,omitempty"`                                        // why a carrier is known to do anything else than deliver, by its ID
	Unknown  map[string]i18n.Text         `json:"unknown,omitempty"`                                       // what is unknown of a carrier and why, by its ID
	SPF      map[identity.Kind]spf.Result `json:"spf,omitempty"`                                           // the SPF result of each identity
	DMARC    *dmarc.Result                `json:"dmarc,omitempty" jsonschema:"oneof_type=string;null"`     // the DMARC result; null where there is no header From
	Findings []string                     `json:"findings,omitempty"`                                      // the codes of the findings
	Publish  []string                     `json:"publish,omitempty"`                                       // what to publish now, as lines of a zone file: whole RRsets
	Record   []string                     `json:"record,omitempty"`                                        // the record to publish first, as a line of a zone file; empty where there is none
	Remove   []string                     `json:"remove,omitempty"`                                        // the records that it takes the place of, as lines of a zone file
	Warnings []i18n.Text                  `json:"warnings,omitempty"`                                      // what to look at: in the input, and before it is published
	Sampled  bool                         `json:"sampled,omitempty"`                                       // DNS decides for each address by itself: some were judged and stand for the others
	Error    *bulk.Error                  `json:"error,omitempty"`                                         // why the line could not be judged
}

// FindBulkField finds a field by name; false when there is none.
func FindBulkField(name string) (BulkField, bool) {
	i := slices.IndexFunc(BulkFields, func(f BulkField) bool { return f.Name == name })
	if i < 0 {
		return BulkField{}, false
	}
	return BulkFields[i], true
}

// BulkShort writes the named fields of a line as JSON, in their order. For a line
// that has an error it writes that, and the line's number, whichever they are, and
// where some of the addresses stand for the others, that they are samples.
func BulkShort(fields []BulkField) func(*bulk.Line) ([]byte, error) {
	numbered := slices.ContainsFunc(fields, func(f BulkField) bool { return f.Name == "line" })
	return func(l *bulk.Line) ([]byte, error) {
		b := []byte("{")
		var failed error
		put := func(name string, value any) {
			text, err := compactJSON(value)
			failed = cmp.Or(failed, err)
			if len(b) > 1 {
				b = append(b, ',')
			}
			b = append(strconv.AppendQuote(b, name), ':')
			b = append(b, text...)
		}
		if l.Error != nil && !numbered {
			put("line", l.Number)
		}
		for _, f := range fields {
			if f.Name != sampledField && (l.Report != nil || f.Name == "line" || f.Name == "id") {
				put(f.Name, f.of(l))
			}
		}
		if isSampled(l) {
			put(sampledField, true)
		}
		if l.Error != nil {
			put("error", l.Error)
		}
		return escapeJSON(append(b, "}\n"...)), failed
	}
}

func sampledOf(l *bulk.Line) any { return isSampled(l) }

// isSampled reports whether a carrier's outcome rests on some addresses that stand for
// others.
func isSampled(l *bulk.Line) bool {
	return l.Report != nil && slices.ContainsFunc(l.Deciding(), func(v *spfcheck.Verdict) bool { return v.Sampled })
}

// addressOf gives the address of an identity; null where it isn't known.
func addressOf(kind identity.Kind) func(*bulk.Line) any {
	return func(l *bulk.Line) any {
		i := slices.IndexFunc(l.Identities, func(e spfcheck.Evaluated) bool { return e.Kind == kind })
		if i < 0 {
			return nil
		}
		return l.Identities[i].Address
	}
}

func outcomes(l *bulk.Line) any {
	out := map[string]carriers.Outcome{}
	for _, c := range l.Carriers {
		out[c.Carrier] = c.Outcome
	}
	return out
}

func decidingRules(l *bulk.Line) any {
	out := map[string]string{}
	for _, v := range l.Deciding() {
		out[v.Carrier] = v.Rule
	}
	return out
}

func spfResults(l *bulk.Line) any {
	out := map[identity.Kind]spf.Result{}
	for _, e := range l.Identities {
		out[e.Kind] = e.Result
	}
	return out
}

// dmarcResult is null where there is no header From.
func dmarcResult(l *bulk.Line) any {
	if l.DMARC == nil || len(l.DMARC.Results) == 0 {
		return nil
	}
	first := l.DMARC.Results[0].Result
	if slices.ContainsFunc(l.DMARC.Results, func(r spfcheck.DMARCResult) bool { return r.Result != first }) {
		return dmarc.Result(spfcheck.Mixed)
	}
	return first
}

func findingCodes(l *bulk.Line) any {
	out := []string{}
	for _, f := range l.Findings {
		out = append(out, f.Code)
	}
	return out
}

func linesToPublish(l *bulk.Line) any {
	out := []string{}
	if l.Plan == nil {
		return out
	}
	now, _ := l.Plan.Now()
	for _, s := range now {
		for _, set := range s.Publish {
			out = append(out, set.Lines()...)
		}
	}
	return out
}

// reasons gives why the carriers that are known to do anything else than deliver do so.
func reasons(l *bulk.Line) any {
	out := map[string]i18n.Text{}
	for _, v := range l.Deciding() {
		if v.Outcome != carriers.Deliver && v.Outcome != carriers.Unknown {
			out[v.Carrier] = v.Why
		}
	}
	return out
}

// unknowns gives the first that is unknown of each carrier, also where what is known is worse.
func unknowns(l *bulk.Line) any {
	out := map[string]i18n.Text{}
	for _, v := range l.Verdicts {
		if _, told := out[v.Carrier]; v.Judged && v.Outcome == carriers.Unknown && !told {
			out[v.Carrier] = v.Why
		}
	}
	return out
}

// firstStep is what can be done in DNS first; its zero value where there is nothing.
func firstStep(l *bulk.Line) (spfcheck.PlanStep, spfcheck.RRset) {
	if l.Plan != nil {
		if now, _ := l.Plan.Now(); len(now) > 0 { // it has records, or it were for later
			return now[0], now[0].Publish[0]
		}
	}
	return spfcheck.PlanStep{}, spfcheck.RRset{}
}

func firstRecord(l *bulk.Line) any {
	_, set := firstStep(l)
	added, _ := set.Changes()
	return listOf(added)
}

func recordsGone(l *bulk.Line) any {
	_, set := firstStep(l)
	_, gone := set.Changes()
	return listOf(gone)
}

func firstWarnings(l *bulk.Line) any {
	step, _ := firstStep(l)
	return listOf(slices.Concat(l.Report.Warnings, step.Warnings))
}

// listOf gives a list that JSON writes as one.
func listOf[V any](list []V) []V { return append([]V{}, list...) }
