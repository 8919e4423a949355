package tree_test

import (
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
)

// TestExhausted wants the addresses behind the terms that use the void lookups up.
func TestExhausted(t *testing.T) {
	tests := []struct {
		name, record string
		want         bool
		behind, pass string
		certain      bool
		more         bool
	}{
		{
			name: "three exists", record: "ip4:192.0.2.1 exists:%{i}.a.test exists:%{i}.b.test exists:%{i}.c.test ip4:192.0.2.0/31",
			want: true, behind: "192.0.2.0/32", pass: "192.0.2.0/31", certain: true,
		},
		{
			name: "two and a name that is gone", record: "exists:%{i}.a.test a:gone.test exists:%{i}.b.test ip4:192.0.2.1",
			want: true, behind: "192.0.2.1/32", pass: "192.0.2.1/32", certain: true,
		},
		{
			name: "two names that are gone", record: "a:x.test a:y.test exists:%{i}.a.test ip4:192.0.2.1",
			want: true, behind: "192.0.2.1/32", pass: "192.0.2.1/32", certain: true,
		},
		{
			name: "a with a macro", record: "exists:%{i}.a.test exists:%{i}.b.test a:%{h} ip4:192.0.2.1",
			want: true, behind: "192.0.2.1/32", pass: "192.0.2.1/32",
		},
		{
			name: "an exists behind", record: "exists:%{i}.a.test exists:%{i}.b.test exists:%{i}.c.test exists:%{i}.d.test",
			want: true, certain: true, more: true,
		},
		{name: "an exists behind that lets nobody pass", record: "exists:%{i}.a.test exists:%{i}.b.test exists:%{i}.c.test -exists:%{i}.d.test"},
		{name: "behind the tenth lookup nobody passes anyway", record: "exists:%{i}.a.test exists:%{i}.b.test " + strings.Repeat("a:h.test ", 8) + "exists:%{i}.c.test ip4:192.0.2.1"},
		{name: "gone for everybody", record: "a:x.test a:y.test a:z.test exists:%{i}.a.test ip4:192.0.2.1"},
		{name: "two", record: "exists:%{i}.a.test exists:%{i}.b.test ip4:192.0.2.1"},
		{name: "a loop", record: "exists:%{i}.a.test include:a.test exists:%{i}.b.test ip4:192.0.2.1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tr := loadZone(t, `a.test. TXT "v=spf1 `+tt.record+` -all"
h.test. A 198.51.100.1
`)
			e, ok := tr.Exhausted(tree.IPv4)
			if ok != tt.want {
				t.Fatalf("%v: %+v", ok, e)
			}
			if !ok {
				return
			}
			if list(e.Behind) != tt.behind || list(e.Pass) != tt.pass || e.Certain() != tt.certain || e.More != tt.more {
				t.Errorf("behind %q of %q, certain %v, more %v", list(e.Behind), list(e.Pass), e.Certain(), e.More)
			}
		})
	}
}

// TestSure wants the addresses that pass whatever the terms find that hang on the mail.
func TestSure(t *testing.T) {
	tests := []struct{ name, record, want string }{
		{"in front of the third that may find nothing", "ip4:192.0.2.1 exists:%{i}.a.test exists:%{l}.a.test ip4:192.0.2.2 exists:%{i}.b.test ip4:192.0.2.3", "192.0.2.1/32 192.0.2.2/32"},
		{"ptr is one of them", "exists:%{i}.a.test ptr a:gone.test ip4:192.0.2.1", ""},
		{"all of an include", "exists:%{i}.a.test include:two.test ip4:192.0.2.1", "192.0.2.9/32"},
		{"behind the tenth lookup", strings.Repeat("a:h.test ", 11) + "ip4:192.0.2.1", "198.51.100.1/32"},
		{"a loop", "ip4:192.0.2.1 include:a.test ip4:192.0.2.2", "192.0.2.1/32"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tr := loadZone(t, `a.test. TXT "v=spf1 `+tt.record+` -all"
h.test. A 198.51.100.1
two.test. TXT "v=spf1 exists:%{i}.c.test ip4:192.0.2.9 exists:%{i}.d.test -all"
`)
			if got := list(tr.Sure(tree.IPv4)); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}
