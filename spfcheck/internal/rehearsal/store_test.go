package rehearsal_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
)

func to(address string) *rehearsal.Message {
	return &rehearsal.Message{
		Received: time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC), Raw: []byte("Subject: x\r\n\r\n"),
		Recipients: []rehearsal.Recipient{{Address: address}},
	}
}

func add(t *testing.T, s *rehearsal.Store, m *rehearsal.Message) {
	t.Helper()
	if err := s.Add(m); err != nil {
		t.Fatal(err)
	}
}

func numbers(list []*rehearsal.Message) []int64 {
	found := []int64{}
	for _, m := range list {
		found = append(found, m.Number)
	}
	return found
}

func TestStoreFinds(t *testing.T) {
	s := &rehearsal.Store{}
	for _, address := range []string{"taro@docomo.ne.jp", "hanako@au.com", "Taro@docomo.ne.jp"} {
		add(t, s, to(address))
	}
	for _, tt := range []struct {
		filter rehearsal.Filter
		want   []int64
	}{
		{rehearsal.Filter{}, []int64{1, 2, 3}},
		{rehearsal.Filter{To: "TARO@docomo.ne.jp"}, []int64{1, 3}},
		{rehearsal.Filter{To: "taro@docomo.ne.jp", After: 1}, []int64{3}},
		{rehearsal.Filter{To: "nobody@au.com"}, []int64{}},
	} {
		if got := numbers(s.List(tt.filter)); !slices.Equal(got, tt.want) {
			t.Errorf("%+v: %v, want %v", tt.filter, got, tt.want)
		}
	}
	second := s.List(rehearsal.Filter{})[1]
	if m, ok := s.Get(second.ID); !ok || m != second {
		t.Errorf("it doesn't find %s", second.ID)
	}
	if !s.Delete(second.ID) || s.Delete(second.ID) {
		t.Error("a message can't be deleted once")
	}
	if _, ok := s.Get(second.ID); ok {
		t.Error("a deleted message is still there")
	}
	if n := s.Clear(); n != 2 || len(s.List(rehearsal.Filter{})) > 0 {
		t.Errorf("cleared %d", n)
	}
	if got, want := s.Counts(), (rehearsal.Counts{Received: 3, Deleted: 3}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// TestStoreIsBounded wants the oldest messages to go, and that to be said.
func TestStoreIsBounded(t *testing.T) {
	large := func() *rehearsal.Message {
		m := to("taro@docomo.ne.jp")
		m.Raw = make([]byte, 1<<20)
		return m
	}
	for _, tt := range []struct {
		what  string
		store *rehearsal.Store
		left  []int64
	}{
		{"by count", &rehearsal.Store{Messages: 2}, []int64{3, 4}},
		{"by size", &rehearsal.Store{Bytes: 2<<20 + 1<<18}, []int64{3, 4}},
		{"one that is too large", &rehearsal.Store{Bytes: 1 << 10}, []int64{4}},
	} {
		for range 4 {
			add(t, tt.store, large())
		}
		if got := numbers(tt.store.List(rehearsal.Filter{})); !slices.Equal(got, tt.left) {
			t.Errorf("%s: %v, want %v", tt.what, got, tt.left)
		}
		if c := tt.store.Counts(); c.Received != 4 || c.Kept != len(tt.left) || c.Dropped != int64(4-len(tt.left)) {
			t.Errorf("%s: %+v", tt.what, c)
		}
	}
}

func TestStoreWaits(t *testing.T) {
	s := &rehearsal.Store{}
	add(t, s, to("hanako@au.com"))
	found := make(chan []*rehearsal.Message)
	go func() {
		list, _ := s.Wait(t.Context(), rehearsal.Filter{To: "taro@docomo.ne.jp"}, 2)
		found <- list
	}()
	for range 2 {
		add(t, s, to("taro@docomo.ne.jp"))
	}
	if got := numbers(<-found); !slices.Equal(got, []int64{2, 3}) {
		t.Errorf("%v", got)
	}
	ctx, done := context.WithCancel(t.Context())
	done()
	if list, err := s.Wait(ctx, rehearsal.Filter{}, 4); err == nil || len(list) != 3 {
		t.Errorf("when there is no more time: %d messages, %v", len(list), err)
	}
}

// TestStoreManyAtOnce wants nothing to be lost, and nobody to be waited for who subscribed
// and doesn't listen.
func TestStoreManyAtOnce(t *testing.T) {
	s := &rehearsal.Store{}
	changed, stop := s.Subscribe()
	defer stop()
	var senders sync.WaitGroup
	for i := range 20 {
		senders.Go(func() {
			for range 50 {
				_ = s.Add(to(fmt.Sprintf("%d@au.com", i)))
			}
		})
	}
	senders.Wait()
	<-changed
	list := s.List(rehearsal.Filter{})
	for i, m := range list {
		if m.Number != int64(i+1) {
			t.Fatalf("number %d stands at %d", m.Number, i)
		}
	}
	if len(list) != 1000 {
		t.Errorf("%d messages", len(list))
	}
}

func TestFolderKeepsMessages(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "b")
	folder, err := rehearsal.OpenFolder(path)
	if err != nil {
		t.Fatal(err)
	}
	s := &rehearsal.Store{Keep: folder, Messages: 1}
	m := to("taro@docomo.ne.jp")
	m.MailFrom, m.Recipients[0] = "bounce@shop.example.jp", rehearsal.Unknown(m.Recipients[0])
	add(t, s, m)
	add(t, s, to("hanako@au.com"))
	entries, err := os.ReadDir(path)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	want := []string{"20261128T090000.000-1.1.dsn.eml", "20261128T090000.000-1.eml", "20261128T090000.000-1.json", "20261128T090000.000-2.eml", "20261128T090000.000-2.json"}
	if !slices.Equal(names, want) {
		t.Errorf("%v, want %v", names, want)
	}
	if raw, err := os.ReadFile(filepath.Join(path, want[1])); err != nil || string(raw) != string(m.Raw) {
		t.Errorf("%q, %v", raw, err)
	}
}
