package bulk

import (
	"bytes"
	"context"
	"encoding/json"
	"net/netip"
	"slices"
	"strings"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// listHeads are what a list may have above its domains.
var listHeads = []string{"domain", "domains", "domain name", "ドメイン", "ドメイン名"}

// item gives what a line of a list has beside a comment, which begins with # at the line's
// start or after a space; "" where that is nothing.
func item(text []byte) string {
	s := " " + strings.ReplaceAll(string(text), "\t", " ")
	s, _, _ = strings.Cut(s, " #")
	s = strings.TrimSpace(s)
	if len(s) > 1 && s[0] == '"' && s[len(s)-1] == '"' {
		s = strings.TrimSpace(s[1 : len(s)-1])
	}
	return s
}

// isComment reports whether a line can't be the header of CSV, and can stand in a list.
func isComment(line *rawLine) bool {
	if line.long || !bytes.HasPrefix(bytes.TrimSpace(line.text), []byte("#")) {
		return false
	}
	columns := strings.FieldsFunc(strings.ToLower(string(line.text)), func(r rune) bool { return slices.Contains(commas, r) })
	return !slices.ContainsFunc(columns, func(c string) bool { return isSender(strings.TrimSpace(c)) })
}

func isSender(key string) bool { return key == keyOf(input.From) || key == keyOf(input.MailFrom) }

// isHead reports whether a line stands above a list.
func isHead(line *rawLine) bool { return slices.Contains(listHeads, strings.ToLower(item(line.text))) }

// isList reports whether a line is the first of a list: a header, or a domain alone.
func isList(line *rawLine) bool {
	_, err := identity.ParseMailDomain(item(line.text))
	return isHead(line) || err == nil
}

// readList begins a list of domains.
func (in *Reader) readList(first *rawLine) {
	in.Format = Domains
	in.header = header{names: []string{listHeads[0]}, columns: []string{keyOf(input.From)}}
	if isHead(first) {
		in.header.names[0] = item(first.text)
		return
	}
	in.pending = first
}

// decodeItem reads a line of a list, whose ID is the domain as it stands there.
func decodeItem(text []byte) (in Input, fault *Error) {
	in.columns = []string{item(text)}
	in.ID, _ = json.Marshal(in.columns[0]) // a string has no error
	in.set(keyOf(input.From), in.columns[0])
	return in, nil
}

// nowhere is an address that nobody sends from (RFC 5737 §3).
var nowhere = netip.MustParseAddr("192.0.2.1")

// anywhere judges a domain of which nothing says where its mail is sent from. Where SPF
// comes to none, it does so from every address, and with it what the carriers do; all else
// can hang on the address, and is left open.
func (r *Runner) anywhere(ctx context.Context, req spfcheck.Request) (*spfcheck.Report, error) {
	req.Clients = []netip.Addr{nowhere}
	checker := r.Checker
	checker.Tuning.VerdictsOnly = true // what there is to publish hangs on the address
	rep, err := checker.Check(ctx, req)
	if err != nil {
		return nil, err
	}
	for _, id := range rep.Identities {
		if len(id.LookedAt) > 0 && id.Result != spf.None && id.Result != spf.TempError {
			return nil, &Error{Field: keyOf(input.IP), Problem: noAddress, Hint: giveForAll.Format(r.Words.Of(input.IP), r.Words.Of(input.Via)), Unsettled: true}
		}
	}
	rep.Clients = []netip.Addr{}
	rep.Notes = append(rep.Notes, fromEverywhere)
	for i := range rep.Verdicts {
		rep.Verdicts[i].Addresses = []netip.Addr{}
	}
	for i := range rep.Identities {
		for j := range rep.Identities[i].Results {
			rep.Identities[i].Results[j].Addresses = []netip.Addr{}
		}
	}
	if rep.DMARC != nil {
		for i := range rep.DMARC.Results {
			rep.DMARC.Results[i].Addresses = []netip.Addr{}
		}
	}
	return rep, nil
}

var fromEverywhere = i18n.Text{
	EN: "no sending address is given: this holds for every IPv4 address",
	JA: "送信元アドレスの指定がありません。どの IPv4 アドレスから送っても同じ結果です",
}
