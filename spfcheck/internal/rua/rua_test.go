package rua_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spfcheck/spfcheck/spfcheck/internal/rua"
)

var update = flag.Bool("update", false, "rewrite the golden file")

const testdata = "../../../testdata/rua"

// read gives a line for each row and one for each report.
func read(t *testing.T, r io.Reader) string {
	t.Helper()
	var b strings.Builder
	reader := rua.Reader{
		Row: func(r rua.Row) {
			fmt.Fprintf(&b, "  %v ×%d from=%s envelope=%q %s dkim=%s spf=%s %v", r.Source, r.Count, r.From, r.EnvelopeFrom, r.Disposition, r.DKIMAligned, r.SPFAligned, r.Reasons)
			for _, s := range r.SPF {
				fmt.Fprintf(&b, " spf:%s/%s=%s", s.Domain, s.Scope, s.Result)
			}
			for _, d := range r.DKIM {
				fmt.Fprintf(&b, " dkim:%s/%s=%s", d.Domain, d.Selector, d.Result)
			}
			b.WriteByte('\n')
		},
		Done: func(message int, r *rua.Report, err error) {
			place := ""
			if message > 0 {
				place = fmt.Sprintf("message %d", message)
			}
			if err != nil {
				fmt.Fprintf(&b, "%s! %v\n", place, err)
				return
			}
			fmt.Fprintf(&b, "%s= %s %s of %q, %v to %v: %d rows, %d broken\n", place, r.ID, r.Domain, r.Organization, r.Begin.Unix(), r.End.Unix(), r.Rows, r.Broken)
		},
	}
	if err := reader.Read(r); err != nil {
		fmt.Fprintf(&b, "error %v\n", err)
	}
	return b.String()
}

// TestDialects reads a report in the shape of each of several reporters.
func TestDialects(t *testing.T) {
	files, err := filepath.Glob(testdata + "/dialects/*.xml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var got strings.Builder
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&got, "%s\n%s", filepath.Base(file), read(t, bytes.NewReader(data)))
	}
	golden := testdata + "/rows.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if diff := cmp.Diff(string(want), got.String()); err != nil || diff != "" {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
}

// TestRealReporters reads what rspamd 3.4 and OpenDMARC 1.4.2 sent of the same mail:
// .ci/real-reports makes it again, with other times and names of reports.
func TestRealReporters(t *testing.T) {
	told := regexp.MustCompile(`(?m)^= .*: (\d+ rows)`) // what differs each time
	for _, reporter := range []string{"rspamd", "opendmarc"} {
		data, err := os.ReadFile(testdata + "/real/" + reporter + ".eml")
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(testdata + "/real/" + reporter + ".golden")
		got := told.ReplaceAllString(read(t, bytes.NewReader(data)), "= $1")
		if *update {
			want, err = []byte(got), os.WriteFile(testdata+"/real/"+reporter+".golden", []byte(got), 0o644)
		}
		if diff := cmp.Diff(string(want), got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got)\n%s", reporter, err, diff)
		}
	}
}

// small is a report with one row.
func small(id string) string {
	return `<feedback><report_metadata><org_name>r</org_name><report_id>` + id + `</report_id></report_metadata>` +
		`<policy_published><domain>a.example</domain></policy_published>` +
		`<record><row><source_ip>192.0.2.1</source_ip><count>1</count></row></record></feedback>`
}

// smallRead is what is read of small.
func smallRead(place, id string) string {
	return "  192.0.2.1 ×1 from=a.example envelope=\"\"  dkim= spf= []\n" + place + "= " + id + " a.example of \"r\", -62135596800 to -62135596800: 1 rows, 0 broken\n"
}

func gzipped(t *testing.T, s string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, s); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zipped(t *testing.T, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err == nil {
			_, err = io.WriteString(f, files[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// attached is a message with a file.
func attached(kind, content string) string {
	return "From: r@reporter.example\nSubject: Report domain: a.example\nMIME-Version: 1.0\n" +
		"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<html><body>a report</body></html>\n" +
		"--b\nContent-Type: " + kind + "\nContent-Transfer-Encoding: base64\n\n" +
		base64.StdEncoding.EncodeToString([]byte(content)) + "\n--b--\n"
}

// TestContainers finds reports in what they come in.
func TestContainers(t *testing.T) {
	archive := zipped(t, "../../etc/passwd", small("1"), "dir/", "", "b.xml", small("2"), "__MACOSX/._b.xml", "\x00\x05\x16\x07")
	inner := attached("application/gzip", gzipped(t, small("1")))
	for name, tt := range map[string]struct{ in, want string }{
		"xml":  {small("1"), smallRead("", "1")},
		"gzip": {gzipped(t, small("1")), smallRead("", "1")},
		"zip":  {archive, smallRead("", "1") + smallRead("", "2")},
		"behind each other": {
			small("1") + "\n<?xml version=\"1.0\"?>\n<!-- the next -->" + small("2") + "\x00\n",
			smallRead("", "1") + smallRead("", "2"),
		},
		"packed behind each other": {gzipped(t, small("1")) + gzipped(t, small("2")), smallRead("", "1") + smallRead("", "2")},
		"attached as a file":       {attached("application/octet-stream", inner), smallRead("", "1")},
		"twice":                    {gzipped(t, gzipped(t, small("1"))), smallRead("", "1")},
		"message":                  {inner, smallRead("", "1")},
		"labels":                   {attached("text/plain", zipped(t, "x", small("1"))), smallRead("", "1")},
		"mbox": {
			"From a@b Mon Jan  1 00:00:00 2026\n" + inner + "\nFrom a@b Mon Jan  1 00:00:00 2026\nSubject: hello\n\nno report\n",
			smallRead("message 1", "1") + "message 2! the message has no DMARC aggregate report\n",
		},
		"a file in an archive that is no report": {
			zipped(t, "a.xml", small("1"), "read\x1bme.txt", "hello\n"),
			smallRead("", "1") + "! \"read\\x1bme.txt\" in it: not a DMARC aggregate report: it is neither XML nor gzip, zip or a message\n",
		},
		"two rows in a record, of which one would be lost": {
			strings.Replace(small("1"), "</row>", "</row><row><source_ip>192.0.2.2</source_ip><count>1</count></row>", 1),
			"= 1 a.example of \"r\", -62135596800 to -62135596800: 0 rows, 1 broken\n",
		},
		"forwarded": {
			"Subject: Fwd\nContent-Type: multipart/mixed; boundary=c\n\n--c\nContent-Type: message/rfc822\n\n" + inner + "\n--c--\n",
			smallRead("", "1"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, read(t, strings.NewReader(tt.in))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// zeros is a reader of as many zeros.
func zeros(n int64) io.Reader { return io.LimitReader(zero{}, n) }

type zero struct{}

func (zero) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// bomb packs a report with very much in it.
func bomb(t *testing.T, head string, filler byte, size int) string {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	chunk := bytes.Repeat([]byte{filler}, 1<<20)
	if _, err := io.WriteString(w, head); err != nil {
		t.Fatal(err)
	}
	for range size >> 20 {
		if _, err := w.Write(chunk); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestHostile reads what is made to do harm, or isn't a report at all. Each ends in
// one error that says what it is.
func TestHostile(t *testing.T) {
	nested := small("1")
	for range 6 {
		nested = gzipped(t, nested)
	}
	for name, tt := range map[string]struct {
		in   io.Reader
		want string
	}{
		"empty":          {strings.NewReader(""), "! it is empty"},
		"text":           {strings.NewReader("hello\n"), "! not a DMARC aggregate report: it is neither"},
		"zeros":          {zeros(10 << 30), "! not a DMARC aggregate report: it is neither"},
		"html":           {strings.NewReader("<html></html>"), "! not a DMARC aggregate report: the XML begins with <html>"},
		"less-than":      {strings.NewReader("<"), "! not a DMARC aggregate report"},
		"cut off":        {strings.NewReader(small("1")[:150]), "! the report ends in the middle"},
		"cut gzip":       {strings.NewReader(gzipped(t, small("1"))[:100]), "! the report ends in the middle"},
		"not gzip":       {strings.NewReader("\x1f\x8bxxxxxxxxxxx"), "! it can't be decompressed"},
		"not zip":        {strings.NewReader("PK\x03\x04xxxxxxxxxxx"), "! it can't be decompressed"},
		"empty zip":      {strings.NewReader(zipped(t)), "! it is empty"},
		"gzip of zeros":  {strings.NewReader(bomb(t, "", 0, 8<<20)), "! not a DMARC aggregate report"},
		"long text":      {strings.NewReader(bomb(t, "<feedback><a>", 'x', 8<<20)), "! a part of it is longer than 1 MiB"},
		"long tag":       {strings.NewReader(bomb(t, "<feedback><a", 'x', 8<<20)), "! a part of it is longer than 1 MiB"},
		"spaces":         {strings.NewReader(bomb(t, "", ' ', 8<<20)), "! not a DMARC aggregate report"},
		"depth":          {strings.NewReader("<feedback>" + strings.Repeat("<a>", 1_000_000)), "! more than 32 elements"},
		"archives":       {strings.NewReader(nested), "! more than 4 archives"},
		"reports behind": {strings.NewReader(strings.Repeat(small("1"), 150)), "! more than 100 reports"},
		"reports":        {strings.NewReader(zipped(t, strings.Fields(strings.Repeat("x <feedback/> ", 150))...)), "! more than 100 reports"},
		"entities":       {strings.NewReader(`<!DOCTYPE f [<!ENTITY a "x"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><feedback><policy_published><domain>&b;&c;</domain></policy_published></feedback>`), "=  &b;&c; of"},
		"no domain":      {strings.NewReader("<feedback></feedback>"), "! the report names no domain"},
		"too deep mail":  {strings.NewReader(strings.Repeat("Content-Type: message/rfc822\n\n", 9)), "! more than 4 archives and messages"},
		"failing reader": {io.MultiReader(strings.NewReader("<feedback>"), failing{}), "error reading reports: the disk is gone"},
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, tt.in)
			lines := strings.Split(strings.TrimSpace(got), "\n")
			if last := lines[len(lines)-1]; !strings.HasPrefix(last, tt.want) {
				t.Errorf("%.300s\nwant %s", last, tt.want)
			}
		})
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, fmt.Errorf("the disk is gone") }
