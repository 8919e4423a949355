package resolve

import (
	"context"
	"slices"

	"github.com/miekg/dns"
)

// The limits of a zone file.
const (
	maxZoneBytes   = 10 << 20
	maxZoneRecords = 100_000
)

// defaultTTL is for records of files that give none. Nothing here counts time,
// so any value would do.
const defaultTTL = 3600

// Zone is what one zone file says. A file may hold several zones, each with its
// SOA: such a zone is whole, and names below the SOA's owner that aren't in it
// don't exist, except at and below a delegation. Records that stand below no SOA
// of the file are a patch: they replace RRsets, and say nothing of the rest.
//
// A Zone is an [Exchanger] that knows nothing else, as [Offline] makes it of
// several. The zero Zone says nothing.
type Zone struct {
	file   string
	wholes []*rrsets // one for each SOA, in the order of the file
	patch  *rrsets   // nil in the zero Zone
	set    *zoneSet
}

// sets returns the whole zones and the patch.
func (z Zone) sets() []*rrsets {
	if z.patch == nil {
		return nil
	}
	return append(slices.Clone(z.wholes), z.patch)
}

// rrsets are RRsets in the order of their file.
type rrsets struct {
	apex name // of a whole zone
	keys []question
	data map[question][]dns.RR
	seen map[string]bool // records in presentation format, without their TTL
}

func newRRsets(apex name) *rrsets {
	return &rrsets{apex: apex, data: map[question][]dns.RR{}, seen: map[string]bool{}}
}

// add takes a record that [normalise] has made.
func (s *rrsets) add(k question, rr dns.RR) {
	// An RRset has no record twice, whatever the TTL (RFC 2181 §5).
	timeless := dns.Copy(rr)
	timeless.Header().Ttl = 0
	text := timeless.String()
	if s.seen[text] {
		return
	}
	s.seen[text] = true
	if _, ok := s.data[k]; !ok {
		s.keys = append(s.keys, k)
	}
	s.data[k] = append(s.data[k], rr)
}

// Exchange answers from the zone alone.
func (z Zone) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	if z.set == nil {
		return Offline().Exchange(ctx, q)
	}
	return z.set.Exchange(ctx, q)
}

// File is the name that [ParseZone] was given.
func (z Zone) File() string { return z.file }

// Origins returns the owners of the SOA records, with the dot at the end, in the
// order of the file. A patch has none.
func (z Zone) Origins() []string {
	var origins []string
	for _, s := range z.wholes {
		origins = append(origins, s.apex.String())
	}
	return origins
}

// Names returns the owners of records, with the dot at the end and in lower
// case, each once, in the order of the file, whole zones first.
func (z Zone) Names() []string {
	var names []string
	seen := map[name]bool{}
	for _, s := range z.sets() {
		for _, k := range s.keys {
			if !seen[k.name] {
				seen[k.name] = true
				names = append(names, k.name.String())
			}
		}
	}
	return names
}
