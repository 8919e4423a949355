package dsn

import (
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// measured is what was found of a set of reports, in rows of its table.
type measured struct {
	rows, recipients, categories, causes int
}

// atLeast are the measures that may not fall, for the reports that the reader was
// built with and for the third of them that nobody looked at meanwhile.
var atLeast = map[bool]measured{
	false: {recipients: 130, categories: 130, causes: 129},
	true:  {recipients: 61, categories: 61, causes: 57},
}

// judged are the reports whose category isn't that of the table, with what they say.
var judged = map[string]Category{
	"lhost-opensmtpd-04.eml": Delayed, // "only a temporary failure report"
	"lhost-opensmtpd-15.eml": Failed,  // "Envelope expired", which OpenSMTPD calls delayed
	"lhost-opensmtpd-16.eml": Failed,  // the same
}

// aside reports whether a report was put aside.
func aside(name string) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name)) // never fails
	return h.Sum32()%3 == 0
}

// TestMeasure reads real reports of many servers, from Sisimai's collection, and
// counts what is found of what stands in their table.
func TestMeasure(t *testing.T) {
	const dir = "../../../testdata/dsn/more"
	found := map[bool]measured{}
	for _, row := range rowsOf(t, filepath.Join(dir, "expected.tsv")) {
		put := aside(row[0])
		m := found[put]
		m.rows++
		said := "recipient"
		for _, rc := range readReport(t, filepath.Join(dir, row[0])).Recipients {
			if !strings.EqualFold(rc.Recipient, row[1]) && !strings.EqualFold(rc.Final, row[1]) {
				continue
			}
			m.recipients++
			said = ""
			if isCategory(rc, row[2]) || rc.Category == judged[row[0]] {
				m.categories++
			} else {
				said += " category " + string(rc.Category)
			}
			if isCause(rc, row[6]) {
				m.causes++
			} else {
				said += " causes " + joined(rc.Causes) + " of " + rc.Rule + ": " + rc.Reply
			}
			break
		}
		found[put] = m
		if said != "" && !put { // what was put aside stays unseen
			t.Logf("%s: %s; wanted %s", row[0], said, strings.Join(row[1:], " | "))
		}
	}
	for put, want := range atLeast {
		got := found[put]
		t.Logf("aside %v: of %d rows %d recipients, %d categories, %d first causes", put, got.rows, got.recipients, got.categories, got.causes)
		if got.recipients < want.recipients || got.categories < want.categories || got.causes < want.causes {
			t.Errorf("aside %v: fewer than %+v", put, want)
		}
	}
}

// isCategory compares with the action in the table; a complaint has none. Sisimai calls
// it "delayed" as well when the tries were given up: there the report's own action counts.
func isCategory(rc Recipient, action string) bool {
	if action == "delayed" && rc.Causes[0] == Expired && rc.Action != "delayed" {
		return rc.Category == Failed || rc.Category == Delayed && rc.Action == ""
	}
	switch action {
	case "":
		return rc.Category == Complained
	case "delivered":
		return rc.Category == Delivered || rc.Category == Relayed
	}
	return string(rc.Category) == action
}

// isCause looks for the first cause among those that are right.
func isCause(rc Recipient, right string) bool {
	if right == "*" {
		return true
	}
	return len(rc.Causes) > 0 && slices.Contains(strings.Split(right, "/"), string(rc.Causes[0]))
}

func readReport(t *testing.T, file string) *Report {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := Read(f)
	if err != nil {
		t.Fatal(file, err)
	}
	return r
}
