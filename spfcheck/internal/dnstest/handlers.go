package dnstest

import (
	"context"
	"sync/atomic"

	"github.com/miekg/dns"
)

// Exchanger is what [Answer] asks; those of package resolve are.
type Exchanger interface {
	Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error)
}

// Answer answers as e does, and REFUSED where e gives no answer.
func Answer(e Exchanger) Handler {
	return func(w *Writer, r *Request) {
		m, err := e.Exchange(context.Background(), r.Question())
		if err != nil {
			Rcode(dns.RcodeRefused)(w, r)
			return
		}
		w.Msg(reply(r, m))
	}
}

// reply addresses a copy of m to the asker of r.
func reply(r *Request, m *dns.Msg) *dns.Msg {
	made := m.Copy()
	made.Id = r.Id
	made.Question = r.Msg.Question
	if r.IsEdns0() != nil && made.IsEdns0() == nil {
		made.SetEdns0(dns.DefaultMsgSize, false)
	}
	return made
}

// Records answers each question with the same records, in presentation format.
func Records(texts ...string) Handler {
	rrs := make([]dns.RR, len(texts))
	for i, text := range texts {
		rr, err := dns.NewRR(text)
		if err != nil || rr == nil {
			panic("dnstest: no record: " + text)
		}
		rrs[i] = rr
	}
	return func(w *Writer, r *Request) {
		m := new(dns.Msg).SetReply(r.Msg)
		m.RecursionAvailable = true
		m.Answer = rrs
		w.Msg(m)
	}
}

// Rcode answers with an empty message of that code.
func Rcode(code int) Handler {
	return func(w *Writer, r *Request) {
		m := new(dns.Msg).SetRcode(r.Msg, code)
		m.RecursionAvailable = true
		w.Msg(m)
	}
}

// Drop gives no answer.
func Drop(*Writer, *Request) {}

// Refer refers to the servers of zone, as a server does that neither has the name nor
// resolves it.
func Refer(zone string) Handler {
	return func(w *Writer, r *Request) {
		m := new(dns.Msg).SetReply(r.Msg)
		m.Ns = []dns.RR{&dns.NS{
			Hdr: dns.RR_Header{Name: zone, Rrtype: dns.TypeNS, Class: dns.ClassINET, Ttl: 1},
			Ns:  "ns.example.",
		}}
		w.Msg(m)
	}
}

// Bytes answers with those octets as a message, the first two replaced by the
// query's id.
func Bytes(b []byte) Handler {
	return func(w *Writer, r *Request) {
		made := append([]byte(nil), b...)
		if len(made) >= 2 {
			made[0], made[1] = byte(r.Id>>8), byte(r.Id)
		}
		w.Bytes(made)
	}
}

// Raw answers with those octets and nothing else, no length before them.
func Raw(b []byte) Handler {
	return func(w *Writer, _ *Request) { w.Raw(b) }
}

// Truncate cuts everything over UDP, and lets h answer over TCP.
func Truncate(h Handler) Handler {
	return ByTransport(func(w *Writer, r *Request) {
		m := new(dns.Msg).SetReply(r.Msg)
		m.Truncated, m.RecursionAvailable = true, true
		w.Msg(m)
	}, h)
}

// ByTransport answers in one way over UDP and in another over TCP.
func ByTransport(udp, tcp Handler) Handler {
	return func(w *Writer, r *Request) {
		if r.TCP {
			tcp(w, r)
		} else {
			udp(w, r)
		}
	}
}

// WrongID lets h answer a query with another id.
func WrongID(h Handler) Handler {
	return alter(h, func(m *dns.Msg) { m.Id ^= 0x5555 })
}

// WrongQuestion lets h answer a query for another name.
func WrongQuestion(h Handler) Handler {
	return alter(h, func(m *dns.Msg) { m.Question[0].Name = "wrong.example." })
}

// WrongType lets h answer a query for another type.
func WrongType(h Handler) Handler {
	return alter(h, func(m *dns.Msg) { m.Question[0].Qtype = dns.TypeLOC })
}

// alter lets h answer another query than the one that came.
func alter(h Handler, change func(*dns.Msg)) Handler {
	return func(w *Writer, r *Request) {
		m := r.Copy()
		change(m)
		h(w, &Request{Msg: m, TCP: r.TCP})
	}
}

// Each lets every handler answer, one after another: a forger before the server.
func Each(handlers ...Handler) Handler {
	return func(w *Writer, r *Request) {
		for _, h := range handlers {
			h(w, r)
		}
	}
}

// Sequence lets the first handler answer the first query, the second the second,
// and the last one all that follow.
func Sequence(handlers ...Handler) Handler {
	var count atomic.Int64
	return func(w *Writer, r *Request) {
		i := min(int(count.Add(1)), len(handlers)) - 1
		handlers[i](w, r)
	}
}
