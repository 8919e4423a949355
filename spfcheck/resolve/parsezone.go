package resolve

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/miekg/dns"
)

// ParseZone reads a zone file (RFC 1035 §5). The name of the file is for errors.
//
// Names end in a dot or follow an $ORIGIN; $TTL may be left out; $INCLUDE and
// $GENERATE are refused, and so is a class other than IN. A file has up to
// 10 MiB and 100,000 records.
func ParseZone(r io.Reader, file string) (Zone, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxZoneBytes+1))
	if err == nil && len(text) > maxZoneBytes {
		err = fmt.Errorf("more than %d MiB", maxZoneBytes>>20)
	}
	var rrs []dns.RR
	if err == nil {
		rrs, err = parseRecords(text)
	}
	z := Zone{file: file}
	if err == nil {
		err = z.fill(rrs)
	}
	if err != nil {
		return Zone{}, fmt.Errorf("reading zone %q: %w", file, err)
	}
	z.set = newZoneSet([]Zone{z}, false)
	return z, nil
}

func parseRecords(text []byte) ([]dns.RR, error) {
	hasOrigin, err := scanDirectives(text)
	if err != nil {
		return nil, err
	}
	// With no origin to begin with, a relative name is an error, not a name
	// below the root.
	parser := dns.NewZoneParser(io.MultiReader(bytes.NewReader(text), strings.NewReader("\n")), "", "")
	parser.SetDefaultTTL(defaultTTL)
	var rrs []dns.RR
	for rr, ok := parser.Next(); ok; rr, ok = parser.Next() {
		if len(rrs) == maxZoneRecords {
			return nil, fmt.Errorf("more than %d records", maxZoneRecords)
		}
		rr, err := normalise(rr)
		if err != nil {
			return nil, err
		}
		rrs = append(rrs, rr)
	}
	if err := parser.Err(); err != nil {
		return nil, parseError(err, hasOrigin)
	}
	return rrs, nil
}

// normalise brings a record into the form that it has when it comes from a
// server: names and texts escaped in one way, nothing that no message can hold.
func normalise(rr dns.RR) (dns.RR, error) {
	h := rr.Header()
	what := fmt.Sprintf("%q %s", h.Name, dns.Type(h.Rrtype))
	if h.Class != dns.ClassINET {
		return nil, fmt.Errorf("%s: class %s is not taken, only IN", what, dns.Class(h.Class))
	}
	owner, err := parseName(h.Name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	h.Name = owner.String()
	wire := make([]byte, dns.Len(rr)+1)
	n, err := dns.PackRR(rr, wire, 0, nil, false)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	made, _, err := dns.UnpackRR(wire[:n], 0)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	if made.Header().Rdlength == 0 {
		return nil, fmt.Errorf("%s: the record has no data", what)
	}
	return made, nil
}

// nameErrors are the beginnings of the parser's errors that are about a name.
var nameErrors = []string{
	"bad owner name", "bad origin name", "bad CNAME Target", "bad DNAME Target", "bad MX Mx", "bad NS Ns",
	"bad PTR Ptr", "bad SOA Ns", "bad SOA Mbox", "bad SRV Target",
}

// parseError turns `dns: WHAT: "TOKEN" at line: LINE:COLUMN` into our form.
func parseError(err error, hasOrigin bool) error {
	text, at, ok := cutLast(strings.TrimPrefix(err.Error(), "dns: "), " at line: ")
	if !ok {
		return err
	}
	line, _, _ := strings.Cut(at, ":")
	what, quoted, _ := cutLast(text, `: "`)
	token, unquoteErr := strconv.Unquote(`"` + quoted)
	if unquoteErr != nil || hasOrigin || dns.IsFqdn(token) {
		return fmt.Errorf("line %s: %s", line, text)
	}
	if slices.Contains(nameErrors, what) {
		return fmt.Errorf("line %s: the name %q is relative and no $ORIGIN stands before it: "+
			"end it with a dot or add $ORIGIN", line, token)
	}
	return fmt.Errorf("line %s: %s", line, text)
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// fill sorts records into whole zones and the patch.
func (z *Zone) fill(rrs []dns.RR) error {
	z.patch = newRRsets("")
	wholes := map[name]*rrsets{}
	for _, rr := range rrs {
		if n, ok := ownerOf(rr); ok && rr.Header().Rrtype == dns.TypeSOA && wholes[n] == nil {
			wholes[n] = newRRsets(n)
			z.wholes = append(z.wholes, wholes[n])
		}
	}
	for _, rr := range rrs {
		if n, ok := ownerOf(rr); ok {
			z.setOf(n, wholes).add(question{n, rr.Header().Rrtype}, rr)
		}
	}
	for _, s := range z.sets() {
		if err := s.check(); err != nil {
			return err
		}
	}
	return nil
}

// setOf returns the whole zone with the longest apex at or above n, or else the
// patch.
func (z *Zone) setOf(n name, wholes map[name]*rrsets) *rrsets {
	for ; ; n = n.parent() {
		if whole := wholes[n]; whole != nil {
			return whole
		}
		if n == root {
			return z.patch
		}
	}
}

// besideCNAME are the types that may stand beside a CNAME (RFC 2181 §10.1,
// RFC 4034 §3 and §4, RFC 3007 §3.1.1); no other may (RFC 1034 §3.6.2).
var besideCNAME = map[uint16]bool{
	dns.TypeCNAME: true, dns.TypeRRSIG: true, dns.TypeNSEC: true, dns.TypeKEY: true,
}

// check refuses what no server would load.
func (s *rrsets) check() error {
	for _, k := range s.keys {
		cnames := s.data[question{k.name, dns.TypeCNAME}]
		switch {
		case len(cnames) > 1:
			return fmt.Errorf("%s has %d CNAME records; a name has one at most", k.name.display(), len(cnames))
		case len(cnames) == 1 && !besideCNAME[k.qtype]:
			return fmt.Errorf("%s has a CNAME and also %s; a CNAME stands alone", k.name.display(), dns.Type(k.qtype))
		case k.qtype == dns.TypeSOA && len(s.data[k]) > 1:
			return fmt.Errorf("%s has %d SOA records; a zone has one", k.name.display(), len(s.data[k]))
		}
	}
	return nil
}
