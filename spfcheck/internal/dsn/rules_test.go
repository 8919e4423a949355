package dsn

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// TestReplies runs the cases of the decision table, and demands one for each row.
func TestReplies(t *testing.T) {
	text, err := os.ReadFile("../../../testdata/dsn/replies.txt")
	if err != nil {
		t.Fatal(err)
	}
	ran := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		column := strings.Split(line, " | ")
		for i, v := range column {
			if column[i] = strings.TrimSpace(v); column[i] == "-" {
				column[i] = ""
			}
		}
		ran[column[0]] = true
		t.Run(column[0], func(t *testing.T) {
			got := recipientOf(t, column)
			if got.Rule != column[0] || joined(got.Causes) != column[6] || string(got.AuthFilter) != column[7] {
				t.Errorf("%s\n rule %s, causes %s, auth_filter %s", line, got.Rule, joined(got.Causes), got.AuthFilter)
			}
		})
	}
	for _, r := range append(rules(), lastRule) {
		if !ran[r.ID] {
			t.Errorf("%s: no case", r.ID)
		}
	}
}

// recipientOf makes the recipient of a case.
func recipientOf(t *testing.T, column []string) Recipient {
	t.Helper()
	e := entry{final: "taro@" + column[1], hint: Failed, stage: Stage(column[3]), status: column[4], reply: column[5]}
	day := column[2]
	if rest, ok := strings.CutPrefix(day, "delayed "); ok {
		e.hint, day = Delayed, rest
	}
	if rest, ok := strings.CutPrefix(day, "filtered "); ok {
		e.filtered, day = true, rest
	}
	var r Report
	if day != "" {
		date, err := time.ParseInLocation(time.DateOnly, day, japan)
		if err != nil {
			t.Fatal(err)
		}
		r.Date = &date
	}
	return r.recipient(e)
}

func joined(causes []Cause) string {
	var s []string
	for _, c := range causes {
		s = append(s, string(c))
	}
	return strings.Join(s, " ")
}

func TestWeigh(t *testing.T) {
	const au, old, today = "dsn/au/refused", "dsn/docomo/data", "dsn/docomo/data-2025"
	for _, c := range []struct {
		rule   string
		result spf.Result
		first  Cause
		auth   Filtering
	}{
		{au, spf.Fail, AuthFilter, Likely},
		{au, spf.None, AuthFilter, Likely},
		{au, spf.PermError, AuthFilter, Likely},
		{au, spf.Pass, RecipientFilter, Unlikely},
		{au, spf.SoftFail, AuthFilter, Possible},
		{au, spf.Neutral, AuthFilter, Possible},
		{au, spf.TempError, RecipientFilter, Possible},
		{old, spf.None, AuthFilter, Likely},
		{old, spf.SoftFail, AuthFilter, Likely},
		{old, spf.Pass, RecipientFilter, Unlikely},
		{today, spf.Fail, UnknownUser, Unlikely},
		{today, spf.SoftFail, UnknownUser, Unlikely},
		{"dsn/full", spf.Fail, MailboxFull, ""},
	} {
		for _, rule := range rules() {
			if rule.ID != c.rule {
				continue
			}
			r := Recipient{Rule: c.rule, Causes: rule.Causes, AuthFilter: rule.Auth}
			r.Weigh(c.result)
			if r.Causes[0] != c.first || r.AuthFilter != c.auth {
				t.Errorf("%s, SPF %s: %v, %s", c.rule, c.result, r.Causes, r.AuthFilter)
			}
		}
	}
	if got := joined(rules()[2].Causes); strings.HasPrefix(got, string(AuthFilter)) {
		t.Errorf("Weigh changed the table: %s", got)
	}
}

// docomo refuses what fails DMARC under p=reject in words that are unknown, so
// DMARC can be behind "Unknown user".
func TestWeighDMARC(t *testing.T) {
	all := []Cause{UnknownUser, DMARCReject, RecipientFilter}
	rejected := Recipient{Causes: all}
	if !rejected.WeighDMARC(true) || joined(rejected.Causes) != "dmarc_reject unknown_user recipient_filter" || rejected.Confidence != Likely {
		t.Errorf("%+v", rejected)
	}
	passed := Recipient{Causes: all}
	if !passed.WeighDMARC(false) || joined(passed.Causes) != "unknown_user recipient_filter" {
		t.Errorf("%+v", passed)
	}
	if joined(all) != "unknown_user dmarc_reject recipient_filter" {
		t.Errorf("the list of the caller was changed: %v", all)
	}
	full := Recipient{Causes: []Cause{MailboxFull}}
	if full.WeighDMARC(true) || full.Causes[0] != MailboxFull {
		t.Errorf("%+v", full)
	}
}

// TestWordsAreFound compares the expressions of every row with regexp itself, in every
// reply of the cases: looking for what they need first may change nothing.
func TestWordsAreFound(t *testing.T) {
	var replies []string
	for _, row := range rowsOf(t, "../../../testdata/dsn/wanted.tsv") {
		replies = append(replies, row[1])
	}
	for _, row := range rowsOf(t, "../../../testdata/dsn/replies.txt") {
		replies = append(replies, row[0])
	}
	for _, r := range rules() {
		for _, re := range []*lazy.Regexp{r.Words, r.Reply, r.Servers} {
			if re == nil {
				continue
			}
			plain := regexp.MustCompile(re.String())
			for _, reply := range replies {
				for _, text := range []string{reply, strings.ToLower(reply)} {
					if got, want := re.MatchString(text), plain.MatchString(text); got != want {
						t.Errorf("%s in %q: %v, want %v", r.ID, text, got, want)
					}
				}
			}
		}
	}
}
