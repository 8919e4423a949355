package dsn_test

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
)

// sample is a report with what a reader should find in it. nil is no expectation
// for cause and auth_filter, and "not there" for action and status.
type sample struct {
	File         string  `yaml:"file"`
	Kind         string  `yaml:"kind"`
	ReportingMTA *string `yaml:"reporting_mta"`
	Returned     struct {
		EnvelopeFrom *string `yaml:"envelope_from"`
		From         *string `yaml:"from"`
	} `yaml:"returned"`
	Recipients []expected `yaml:"recipients"`
}

type expected struct {
	Recipient     string   `yaml:"recipient"`
	Action        string   `yaml:"action"`
	Status        string   `yaml:"status"`
	Category      string   `yaml:"category"`
	Error         bool     `yaml:"error"`
	RemoteMTA     *string  `yaml:"remote_mta"`
	ReplyCode     string   `yaml:"reply_code"`
	ReplyEnhanced string   `yaml:"reply_enhanced"`
	Stage         string   `yaml:"stage"`
	Carrier       string   `yaml:"carrier"`
	Cause         []string `yaml:"cause"`
	AuthFilter    string   `yaml:"auth_filter"`
}

// differ are the samples whose first cause or auth_filter we judge differently,
// each with the reason; at most 4 of 37.
var differ = map[string]string{}

// TestSamples reads every sample: the ones of ours always, the shared ones where
// they are.
func TestSamples(t *testing.T) {
	const ours, shared = "../../../testdata/dsn", "../../../../shared/dsn"
	found := map[string]bool{}
	for _, dir := range []string{ours, shared} {
		text, err := os.ReadFile(filepath.Join(dir, "expected.yaml"))
		if errors.Is(err, fs.ErrNotExist) && dir == shared {
			t.Log("the shared samples are not there: only ours were read")
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		var all struct {
			Samples []sample `yaml:"samples"`
		}
		if err := yaml.Unmarshal(text, &all); err != nil {
			t.Fatal(err)
		}
		for _, s := range all.Samples {
			t.Run(s.File, func(t *testing.T) {
				if got := check(t, dir, s); got != "" {
					found[s.File] = true
					if differ[s.File] == "" {
						t.Errorf("judged differently, and not listed: %s", got)
					}
				}
			})
		}
	}
	for _, file := range slices.Sorted(maps.Keys(differ)) {
		if !found[file] {
			t.Errorf("%s is listed as judged differently, and isn't", file)
		}
	}
}

// check compares a sample: facts have to be as expected, judgements are given back.
func check(t *testing.T, dir string, s sample) (judged string) {
	r := readFile(t, filepath.Join(dir, s.File))
	equal(t, "kind", string(r.Kind), s.Kind)
	optional(t, "reporting_mta", r.ReportingMTA, s.ReportingMTA)
	optional(t, "envelope_from", r.Returned.EnvelopeFrom, s.Returned.EnvelopeFrom)
	optional(t, "from", r.Returned.From, s.Returned.From)
	if len(r.Recipients) != len(s.Recipients) {
		t.Fatalf("%d recipients, want %d: %+v", len(r.Recipients), len(s.Recipients), r.Recipients)
	}
	for i, want := range s.Recipients {
		got := r.Recipients[i]
		equal(t, "recipient", got.Recipient, want.Recipient)
		equal(t, "action", got.Action, want.Action)
		equal(t, "status", got.Status, want.Status)
		equal(t, "category", string(got.Category), want.Category)
		equal(t, "reply_code", got.ReplyCode, want.ReplyCode)
		equal(t, "reply_enhanced", got.ReplyEnhanced, want.ReplyEnhanced)
		equal(t, "stage", strings.TrimPrefix(string(got.Stage), "unknown"), strings.TrimPrefix(want.Stage, "unknown"))
		equal(t, "carrier", got.Carrier, want.Carrier)
		optional(t, "remote_mta", got.RemoteMTA, want.RemoteMTA)
		if got.Error != want.Error {
			t.Errorf("error: %v, want %v", got.Error, want.Error)
		}
		if !got.Advice.Complete() || strings.ContainsAny(got.Advice.EN+got.Advice.JA, "{}") {
			t.Errorf("advice: %+v", got.Advice)
		}
		if len(want.Cause) > 0 && (len(got.Causes) == 0 || string(got.Causes[0]) != want.Cause[0]) {
			judged += " causes " + strings.Join(names(got.Causes), ", ")
		}
		if want.AuthFilter != "" && string(got.AuthFilter) != want.AuthFilter {
			judged += " auth_filter " + string(got.AuthFilter)
		}
	}
	return judged
}

func readFile(t *testing.T, path string) *dsn.Report {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := dsn.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func names(causes []dsn.Cause) []string {
	var s []string
	for _, c := range causes {
		s = append(s, string(c))
	}
	return s
}

func equal(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func optional(t *testing.T, what, got string, want *string) {
	t.Helper()
	if want != nil {
		equal(t, what, got, *want)
	}
}

// A report in which the reply says less than the fields still gives whole
// sentences.
func TestAdvice(t *testing.T) {
	got := readFile(t, "../../../testdata/dsn/opensmtpd-relayed-two.eml").Recipients[0].Advice
	if !strings.HasPrefix(got.EN, "Not an error: the receiving server accepted the message (no answer is given).") ||
		!strings.HasPrefix(got.JA, "エラーではありません。相手側のメールサーバーがメールを受け取りました（応答の記載なし）。") {
		t.Errorf("%+v", got)
	}
	const bare = `{"notificationType":"Bounce","bounce":{"bounceType":"Transient","bounceSubType":"General","bouncedRecipients":[{"emailAddress":"x@b.example"}]},"mail":{}}`
	if got := read(t, bare).Recipients[0].Advice; !strings.HasPrefix(got.EN, "Not delivered, and no reason is given.") {
		t.Errorf("%+v", got)
	}
	if got := read(t, "550 5.1.8 Access denied, bad outbound sender AS(42004)").Recipients[0].Advice; !strings.HasPrefix(got.EN, "The receiving server refused") {
		t.Errorf("%+v", got)
	}
}

// OpenSMTPD says "delayed" of a message whose time was up, and says that in words. An
// Exchange server means by the same code that it goes on trying.
func TestContradiction(t *testing.T) {
	const fields = "Reporting-MTA: dns; a.example\n\nFinal-Recipient: rfc822; x@b.example\nAction: delayed\nStatus: 4.4.7\n"
	r := read(t, "From: MAILER-DAEMON@a.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n"+
		"    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\nx@b.example: Envelope expired\n\n--b\nContent-Type: message/delivery-status\n\n"+fields+"\n--b--\n")
	if got := r.Recipients[0]; got.Category != dsn.Failed || !got.Error || got.Causes[0] != dsn.Expired || got.Confidence != dsn.Certain || len(r.Notes) == 0 {
		t.Errorf("%+v, notes %v", got, r.Notes)
	}
	if got := one(t, "From: MAILER-DAEMON@a.example\nContent-Type: message/delivery-status\n\n"+fields); got.Category != dsn.Delayed || got.Error {
		t.Errorf("%+v", got)
	}
}
