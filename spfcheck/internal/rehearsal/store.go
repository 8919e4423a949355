package rehearsal

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// What a Store has room for unless it is told otherwise.
const (
	DefaultBytes    = 48 << 20
	DefaultMessages = 20_000
)

// Store has the messages of a run in memory, the oldest first. Where there is no more
// room the oldest go. The zero Store is ready to use, by several at a time.
type Store struct {
	Bytes    int64   // room for so many octets; 0: DefaultBytes. The newest message stays, however large
	Messages int     // and for so many messages; 0: DefaultMessages
	Keep     *Folder // where all messages are written, too; nil: nowhere

	mu       sync.Mutex
	messages []*Message
	bytes    int64
	counts   Counts
	watchers map[chan struct{}]struct{}
}

// Counts are how many messages there were in the run.
type Counts struct {
	Received int64 `json:"received"` // all messages that came
	Kept     int   `json:"kept"`     // those that can be asked for
	Dropped  int64 `json:"dropped"`  // those that went because there was no more room
	Deleted  int64 `json:"deleted"`  // those that somebody deleted
}

// Filter says which messages are meant. The zero Filter means all.
type Filter struct {
	To    string // some recipient has this address, in any case; "": whoever it is for
	After int64  // their Number is larger
}

func (f Filter) match(m *Message) bool {
	to := func(r Recipient) bool { return strings.EqualFold(r.Address, f.To) }
	return m.Number > f.After && (f.To == "" || slices.ContainsFunc(m.Recipients, to))
}

// Add gives m its Number, ID and Worst, and keeps it. An error says why it could not be written
// to the Folder; then it is kept in memory alone.
func (s *Store) Add(m *Message) error {
	s.mu.Lock()
	s.counts.Received++
	m.Number = s.counts.Received
	m.Worst = m.worst()
	m.ID = fmt.Sprintf("%s-%d", m.Received.UTC().Format("20060102T150405.000"), m.Number)
	s.mu.Unlock()
	var err error
	if s.Keep != nil {
		err = s.Keep.write(m) // before anybody is told of it
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	at, _ := slices.BinarySearchFunc(s.messages, m.Number, func(m *Message, n int64) int { return int(m.Number - n) })
	s.messages = slices.Insert(s.messages, at, m) // another one may have been faster
	s.bytes += m.weight()
	s.makeRoom()
	s.tell()
	return err
}

// makeRoom lets the oldest messages go.
func (s *Store) makeRoom() {
	most, room := s.Messages, s.Bytes
	if most <= 0 {
		most = DefaultMessages
	}
	if room <= 0 {
		room = DefaultBytes
	}
	for len(s.messages) > 1 && (len(s.messages) > most || s.bytes > room) {
		s.remove(0)
		s.counts.Dropped++
	}
}

func (s *Store) remove(i int) {
	s.bytes -= s.messages[i].weight()
	s.messages = slices.Delete(s.messages, i, i+1)
}

// List gives the messages that f means, the oldest first.
func (s *Store) List(f Filter) []*Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []*Message{}
	for _, m := range s.messages {
		if f.match(m) {
			found = append(found, m)
		}
	}
	return found
}

// Get gives a message by its ID.
func (s *Store) Get(id string) (*Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := s.index(id); i >= 0 {
		return s.messages[i], true
	}
	return nil, false
}

func (s *Store) index(id string) int {
	return slices.IndexFunc(s.messages, func(m *Message) bool { return m.ID == id })
}

// Delete takes a message away, and reports whether there was one of this ID. What is in
// the Folder stays.
func (s *Store) Delete(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.index(id)
	if i < 0 {
		return false
	}
	s.remove(i)
	s.counts.Deleted++
	s.tell()
	return true
}

// Clear takes all messages away, and says how many there were.
func (s *Store) Clear() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.messages)
	s.messages, s.bytes = nil, 0
	s.counts.Deleted += int64(n)
	s.tell()
	return n
}

// Counts says how many messages there were.
func (s *Store) Counts() Counts {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.counts
	c.Kept = len(s.messages)
	return c
}

// Wait waits until there are n messages that f means, and gives all that there are. Where
// ctx ends before, it gives those that came until then and ctx's error.
func (s *Store) Wait(ctx context.Context, f Filter, n int) ([]*Message, error) {
	changed, stop := s.Subscribe()
	defer stop()
	for {
		if found := s.List(f); len(found) >= n {
			return found, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return s.List(f), ctx.Err()
		}
	}
}

// Subscribe gives a channel that has something to receive when messages have come or gone
// since the last time. It says no more than that, so that nobody is waited for and nothing
// is missed: List with the Number of the last message that was seen gives the new ones.
// Call stop when the channel isn't read any more.
func (s *Store) Subscribe() (changed <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.watchers == nil {
		s.watchers = map[chan struct{}]struct{}{}
	}
	s.watchers[c] = struct{}{}
	return c, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.watchers, c)
	}
}

// tell wakes those who subscribed.
func (s *Store) tell() {
	for c := range s.watchers {
		select {
		case c <- struct{}{}:
		default: // it knows already
		}
	}
}
