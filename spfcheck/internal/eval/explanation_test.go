package eval_test

import (
	"testing"

	"blitiri.com.ar/go/spf"
)

// TestExplanation shows whose text comes back, to a@a.test from 192.0.2.1.
func TestExplanation(t *testing.T) {
	tests := []struct{ name, zone, sender, want string }{
		{"none", `a.test. TXT "v=spf1 -all"`, "", ""},
		{"of the record", `a.test. TXT "v=spf1 -all exp=why.%{d}"
why.a.test. TXT "%{c} is no host of %{o}, " "says %{r}"`, "", "192.0.2.1 is no host of a.test, says mx.receiver.test"},
		{"of the including record, not of the included one", `a.test. TXT "v=spf1 include:b.test -all exp=a.why.test"
b.test. TXT "v=spf1 -all exp=b.why.test"
a.why.test. TXT "A"
b.why.test. TXT "B"`, "", "A"},
		{"not of an included record that passes", `a.test. TXT "v=spf1 -include:b.test"
b.test. TXT "v=spf1 +all exp=b.why.test"
b.why.test. TXT "B"`, "", ""},
		{"of the redirect's target, whose domain it is", `a.test. TXT "v=spf1 redirect=b.test exp=a.why.test"
b.test. TXT "v=spf1 redirect=c.test exp=b.why.test"
c.test. TXT "v=spf1 -all exp=c.why.test"
a.why.test. TXT "A"
b.why.test. TXT "B"
c.why.test. TXT "%{d}"`, "", "c.test"},
		{"a redirect's target has none", `a.test. TXT "v=spf1 redirect=b.test exp=a.why.test"
b.test. TXT "v=spf1 -all"
a.why.test. TXT "A"`, "", ""},
		{"two texts", `a.test. TXT "v=spf1 -all exp=why.test"
why.test. TXT "one"
why.test. TXT "two"`, "", ""},
		{"no such name, after two void lookups", `a.test. TXT "v=spf1 a:x.test a:y.test -all exp=why.test"`, "", ""},
		{"DNS fails", `a.test. TXT "v=spf1 -all exp=servfail.test"`, "", ""},
		{"a syntax error", `a.test. TXT "v=spf1 -all exp=why.test"
why.test. TXT "%{x}"`, "", ""},
		{"control characters", `a.test. TXT "v=spf1 -all exp=why.test"
why.test. TXT "\027[31mred"`, "", ""},
		{
			"markup is left as it is", `a.test. TXT "v=spf1 -all exp=why.test"
why.test. TXT "<script>alert(%{l})</script> [x](http://evil.test) %{L}"`, `"<b>"@a.test`,
			`<script>alert("<b>")</script> [x](http://evil.test) %22%3Cb%3E%22`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sender := tt.sender
			if sender == "" {
				sender = "a@a.test"
			}
			ev := evaluate(t, faulty(t, tt.zone+"\n"), v4, sender)
			if ev.Result != spf.Fail || ev.Explanation != tt.want {
				t.Errorf("%s, explanation %q; want %q", ev.Result, ev.Explanation, tt.want)
			}
		})
	}
}

func TestNoExplanationWithoutFail(t *testing.T) {
	ev := evaluate(t, faulty(t, `a.test. TXT "v=spf1 ~all exp=why.test"
why.test. TXT "A"
`), v4, "a@a.test")
	if ev.Result != spf.SoftFail || ev.Explanation != "" {
		t.Errorf("%s, explanation %q", ev.Result, ev.Explanation)
	}
}
