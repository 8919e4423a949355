package bulk_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
)

// TestInput gives inputs, and what is said of each of their lines.
func TestInput(t *testing.T) {
	const good = `{"from":"good.example.jp","ip":"192.0.2.1"}`
	long := strings.Repeat("x", 64<<10)
	tests := []struct{ what, input, want string }{
		{"nothing", "", ""},
		{"empty lines", "\n \r\n\n", ""},
		{"one object", good, "1: delivered\n"},
		{"empty lines count", "\n" + good + "\r\n\r\n" + good + "\n", "2: delivered\n4: delivered\n"},
		{"a byte order mark", "\ufeff" + good + "\n", "1: delivered\n"},
		{"a byte order mark before CSV", "\ufefffrom,ip\r\ngood.example.jp,192.0.2.1\r\n", "2: delivered\n"},
		{
			"IDs as they are", `{"id":"a\u3042","from":"good.example.jp","ip":"192.0.2.1"}` + "\n" + `{"id":12345678901234567890,"from":"good.example.jp","ip":"192.0.2.1"}`,
			"1 \"a\\u3042\": delivered\n2 12345678901234567890: delivered\n",
		},
		{"null is nothing", `{"id":null,"mail_from":null,"helo":null,"from":"good.example.jp","ip":["192.0.2.1"],"via":null,"to":null}`, "1: delivered\n"},
		{"lists of addresses", `{"from":"good.example.jp","ip":["192.0.2.1","192.0.2.128/25"]}`, "1: delivered\n"},
		{"a recipient", `{"from":"good.example.jp","ip":"192.0.2.1","to":"x@docomo.ne.jp"}`, "1: delivered\n"},
		{"addresses of the envelope From's domain", `{"mail_from":"b@good.example.jp","from":"good.example.jp"}`, "1: delivered\n"},

		{"no JSON", good + "\nnonsense\n" + good, "1: delivered\n2: the line is not JSON: invalid character 'o' in literal null (expecting 'u')\n3: delivered\n"},
		{"cut", `{"id":7,"from":"go`, "1 7: the JSON ends too early\n"},
		{"a list in place of an object", good + "\n[1]\n", "1: delivered\n2: the line is not a JSON object\n"},
		{"two objects on a line", good + good, "1: unexpected text after the object\n"},
		{"an unknown key", `{"id":1,"form":"good.example.jp","ip":"192.0.2.1"}`, "1 1: form: no key \"form\"\n"},
		{"a key in another case", `{"From":"good.example.jp","ip":"192.0.2.1"}`, "1: From: no key \"From\"\n"},
		{"an ID after the fault", `{"plan":1,"id":1}`, "1 1: plan: no key \"plan\"\n"},
		{"a key twice", `{"from":"a.example","from":"b.example"}`, "1: from: duplicate key from\n"},
		{"a number for a text", `{"from":1}`, "1: from: the value is not a string\n"},
		{"a number for an address", `{"from":"good.example.jp","ip":1}`, "1: ip: the value is neither a string nor a list of strings\n"},
		{"an object for an ID", `{"id":{}}`, "1: id: the value is neither a string nor a number\n"},
		{"no sender", `{"ip":"192.0.2.1"}`, "1: from: no sender is given\n"},
		{"no address", `{"from":"good.example.jp"}`, "1: ip: no sending address is given\n"},
		{"a bad address", `{"from":"good.example.jp","ip":"192.0.2.01"}`, "1: ip: \"192.0.2.01\" is not an IP address\n"},
		{"a bad service", `{"from":"good.example.jp","via":"sess"}`, "1: via: no sending service \"sess\"\n"},
		{"a bad recipient", `{"from":"good.example.jp","ip":"192.0.2.1","to":"x@example.com"}`, "1: to: example.com is not a mailbox of a carrier that spfcheck knows\n"},
		{"a bad envelope From", `{"from":"good.example.jp","mail_from":"x","ip":"192.0.2.1"}`, "1: mail_from: there is no @ in \"x\"\n"},
		{"a NUL", "{\"from\":\"a\x00b\"}\n" + good, "1: the line has a NUL octet\n2: delivered\n"},
		{"no UTF-8", "{\"from\":\"\x93\xfa\"}\n" + good, "1: the line is not in UTF-8\n2: delivered\n"},
		{"too long", `{"from":"` + long + long + `"}` + "\n" + good, "1: the line has more than 65536 octets\n2: delivered\n"},
		{"too many addresses", `{"from":"good.example.jp","ip":"` + strings.Repeat("192.0.2.1 ", 1001) + `"}`, "1: ip: there are more than 1000 addresses\n"},

		{"CSV", "ID, From ,ip,plan\n1,good.example.jp,192.0.2.1,gold\n,other.example.jp,\"192.0.2.1, 192.0.2.2\",\n", "2 \"1\": delivered\n3: failing\n"},
		{"tabs", "from\tip\ngood.example.jp\t192.0.2.1 2001:db8::1\n", "2: failing\n"},
		{"semicolons", "from;ip\ngood.example.jp;192.0.2.1\n", "2: delivered\n"},
		{"the separator in a line of its own", "sep=;\r\nfrom;ip\r\ngood.example.jp;192.0.2.1\r\n", "3: delivered\n"},
		{"a separator that the columns don't have", "sep=;\nfrom;ip;a,b\ngood.example.jp;192.0.2.1;a,b\n", "3: delivered\n"},
		{"the separator alone", "\"sep=,\"\n", ""},
		{"commas within the names of columns", "from;ip;note, or none\ngood.example.jp;192.0.2.1;a, b\n", "2: delivered\n"},
		{"no null reverse-path in an empty cell", "from,mail_from,ip\ngood.example.jp,,192.0.2.1\n", "2: delivered\n"},
		{"too few values", "id,from,ip\n5,good.example.jp\n", "2 \"5\": values in the line: 2, columns in the header: 3\n"},
		{"too many values", "id,from,ip\n5,good.example.jp,192.0.2.1,x\n", "2 \"5\": values in the line: 4, columns in the header: 3\n"},
		{"a lone CR", "from,ip\ngood\r.example.jp,192.0.2.1\ngood.example.jp,192.0.2.1\n", "2: the line has a carriage return that ends no line\n3: delivered\n"},
		{"a million values", "from,ip\n" + strings.Repeat(",", 1_000_000) + "\ngood.example.jp,192.0.2.1\n", "2: the line has more than 65536 octets\n3: delivered\n"},
		{"a hundred megabytes", "from,ip\n" + strings.Repeat("x", 100_000_000) + "\ngood.example.jp,192.0.2.1\n", "2: the line has more than 65536 octets\n3: delivered\n"},
		{"as many columns as a line has room for", "from,ip" + strings.Repeat(",", 60_000) + "\ngood.example.jp,192.0.2.1\n", "2: values in the line: 2, columns in the header: 60002\n"},

		{"a domain alone", "good.example.jp", "1 \"good.example.jp\": ip: no sending address is given\n"},
		{"a domain without SPF, alone", "other.example.jp\n", "1 \"other.example.jp\": failing\n"},
		{"a list with all that it may have", "\ufeff# x\r\n\r\nDomain\r\n other.example.jp. # y\r\n\"other.example.jp\"\r\n", "4 \"other.example.jp.\": failing\n5 \"other.example.jp\": failing\n"},
		{"an IDN first", "日本語.example.jp\n", "1 \"日本語.example.jp\": failing\n"},
		{"CSV after a comment", "# x\nfrom,ip\ngood.example.jp,192.0.2.1\n", "3: delivered\n"},
		{"a header that begins as a comment does", "#id,from,ip\n1,good.example.jp,192.0.2.1\n", "2: delivered\n"},

		{"a quote that isn't closed", "from,ip\n\"good,192.0.2.1\ngood.example.jp,192.0.2.1\n", "2: the line is not CSV: extraneous or missing \" in quoted-field, at 16\n3: delivered\n"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			if got, _ := judge(t, runner(t), tt.input); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestInputRefused gives inputs that can't be begun with.
func TestInputRefused(t *testing.T) {
	tests := []struct{ what, input, problem, hint string }{
		{"an array", " [{}]", "the input is a JSON array", "jq -c"},
		{"UTF-16", "\xff\xfef\x00", "the input is in UTF-16", "UTF-8"},
		{"nobody who sends", "customer,ip\nx,192.0.2.1\n", "the header has neither a column from nor mail_from", "a domain alone on each line"},
		{"lone CRs", "from,ip\rgood.example.jp,192.0.2.1\r", "line 1: the line has a carriage return", "CRLF"},
		{"a million columns", "from" + strings.Repeat(",", 1_000_000) + "\n", "line 1: the line has more than 65536 octets", "a line"},
		{"a NUL in the header", "from,\x00ip\n", "line 1: the line has a NUL", "UTF-8"},
		{"another name for the column", "domain,ip\n", "the header has neither", `call the column "domain" from`},
		{"a Japanese name for the column", "送信元IP,差出人\n", "the header has neither", `call the column "差出人" from`},
		{"full-width commas", "id，from，ip\n", "the header has neither", `separate the columns by ","`},
		{"a typo", "from,mailfrom,ip\n", `the header has the column "mailfrom", which is nearly mail_from`, "call it mail_from"},
		{"another typo", "form,ip\n", `the header has the column "form", which is nearly from`, "call it from"},
		{"a column twice", "from,ip,from\n", "the header has the column from twice", "leave one out"},
		{"no CSV", `from,"ip` + "\n", "the line is not CSV", "quotes"},
		{"a header that is too long", strings.Repeat("x", 70_000), "the line has more than 65536 octets", "a line"},
		{"a header in Shift_JIS", "\x93\xfa,from\n", "the line is not in UTF-8", "Excel"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			_, err := bulk.NewReader(strings.NewReader(tt.input), "")
			var bad *bulk.Error
			if !errors.As(err, &bad) || !strings.Contains(bad.Problem.EN, tt.problem) || !strings.Contains(bad.Hint.EN, tt.hint) {
				t.Errorf("got %#v\nwant %s; %s", err, tt.problem, tt.hint)
			}
			if bad != nil && (!bad.Problem.Complete() || !bad.Hint.Complete()) {
				t.Errorf("a text is missing in a language: %+v", bad)
			}
		})
	}
}

// TestUnusedColumns holds columns that are no typos against those that are.
func TestUnusedColumns(t *testing.T) {
	in, err := bulk.NewReader(strings.NewReader("from,zip,no,plan,uid,顧客名\n"), "")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(in.Unused, " "), "zip no plan uid 顧客名"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestEndless: what has no end of a line is read up to a bound.
func TestEndless(t *testing.T) {
	const good = `{"from":"good.example.jp","ip":"192.0.2.1"}` + "\n"
	for _, beginning := range []string{"", good} {
		in, err := bulk.NewReader(io.MultiReader(strings.NewReader(beginning), zeros{}), "")
		if err == nil {
			r := runner(t)
			_, err = r.Run(t.Context(), in, bulk.NewStream(io.Discard))
		}
		var bad *bulk.Error
		if !errors.As(err, &bad) || !strings.Contains(bad.Problem.EN, "has no end within 256 MiB") {
			t.Errorf("after %q: %v", beginning, err)
		}
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { return len(b), nil }

// TestReadError has an input that breaks off: what came before it is judged.
func TestReadError(t *testing.T) {
	broken := errors.New("broken")
	input := io.MultiReader(strings.NewReader("from,ip\ngood.example.jp,192.0.2.1\n"), iotest.ErrReader(broken))
	in, err := bulk.NewReader(input, "")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	r := runner(t)
	summary, err := r.Run(t.Context(), in, bulk.NewStream(&out))
	if !errors.Is(err, broken) || err.Error() != "reading line 3: broken" || out.String() != "2: delivered\n" || summary.Complete {
		t.Errorf("got %v, %q, %+v", err, out.String(), summary)
	}
}

// FuzzInput wants an answer for every line that isn't empty, whatever it holds.
func FuzzInput(f *testing.F) {
	f.Add("from,ip\ngood.example.jp,192.0.2.1\n")
	f.Add("{\"from\":\"good.example.jp\",\"ip\":[\"192.0.2.1\"]}\r\n\n{}\n")
	f.Add("\"\n\"\n,\x00\n")
	f.Fuzz(func(t *testing.T, input string) {
		in, err := bulk.NewReader(strings.NewReader(input), "")
		if err != nil {
			return
		}
		lines := int64(0)
		if in.Format == bulk.Domains || strings.Contains(input, "#") {
			return // a list has comments and may have a header
		}
		for line := range strings.Lines(strings.TrimPrefix(input, "\ufeff")) {
			if strings.TrimSpace(line) != "" {
				lines++
			}
		}
		if in.Format == bulk.CSV {
			lines-- // the header
		}
		r := runner(t)
		r.Encode = func(l *bulk.Line) ([]byte, error) { return []byte("\n"), nil }
		var out strings.Builder
		summary, err := r.Run(t.Context(), in, bulk.NewStream(&out))
		if err != nil || summary.Lines != lines || int64(out.Len()) != lines {
			t.Errorf("%d lines, %d written, want %d: %v", summary.Lines, out.Len(), lines, err)
		}
	})
}
