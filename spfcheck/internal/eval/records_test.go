package eval

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
)

// TestRecords gets records in many orders: they are those that Parse gives, and
// there is an end to how many are kept.
func TestRecords(t *testing.T) {
	var kept Records
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range 3000 {
				for _, text := range []string{
					"v=spf1 include:always.test -all",
					fmt.Sprintf("v=spf1 %s ip4:%d", strings.Repeat("a ", i%30), i),
				} {
					if got := kept.parse(text); !reflect.DeepEqual(got, record.Parse(text)) {
						t.Errorf("%q: got %+v", text, got)
					}
				}
			}
		})
	}
	all.Wait()
	for _, half := range []map[string]record.Record{kept.recent, kept.previous} {
		terms := 0
		for _, r := range half {
			terms += len(r.Terms) + 1
		}
		if terms > maxTerms {
			t.Errorf("%d terms are kept", terms)
		}
	}
	if _, ok := kept.recent["v=spf1 include:always.test -all"]; !ok {
		t.Error("what is always used was forgotten")
	}
}

// TestRecordsTooLarge meets a record that is larger than all that may be kept.
func TestRecordsTooLarge(t *testing.T) {
	var kept Records
	kept.parse("v=spf1 " + strings.Repeat("a ", maxTerms+1))
	if len(kept.recent)+len(kept.previous) > 0 {
		t.Error("it is kept")
	}
}
