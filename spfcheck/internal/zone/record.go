package zone

import (
	"errors"
	"fmt"
	"strings"

	"github.com/miekg/dns"
	"golang.org/x/net/idna"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnsmsg"
)

// Record is one resource record, and where it stands.
type Record struct {
	Name string // the owner in lower case, with the dot at the end, escaped as in a zone file
	Type string // "TXT"; "TYPE65280" for a type without a name
	// Data is in presentation format, with whole names. It is empty where only
	// the name and the type are known.
	Data string
	Zone string // the origin of the whole zone that it is part of, or ""
	// Proxied says that who asks for addresses gets those of a proxy (Cloudflare's).
	Proxied bool
	// Flattened says of a CNAME that who asks for addresses gets those of its target, and
	// not it (Cloudflare's).
	Flattened bool
	Place

	key dnsmsg.Question
	rr  dns.RR // nil without Data
}

// defaultTTL is for records of files that give none. Nothing here counts time,
// so any value would do.
const defaultTTL = 3600

// New makes a record of a canonical name, as [NameIn] gives it. Names in the data
// are whole; without data, only the name and the type are known.
func New(name, rrtype, data string, at Place) (Record, error) {
	owner, err := dnsmsg.ParseName(name)
	if err != nil {
		return Record{}, at.Errorf("%q: %w", name, err)
	}
	key := dnsmsg.Question{Name: owner, Type: dns.StringToType[rrtype]}
	if key.Type == dns.TypeNone {
		return Record{}, at.Errorf("there is no type %q", rrtype)
	}
	if data == "" {
		return Record{Name: owner.String(), Type: rrtype, Place: at, key: key}, nil
	}
	rr, err := ParseData(key, data)
	if err != nil {
		return Record{}, at.Errorf("%s %s: %w", name, rrtype, err)
	}
	return recordOf(rr, at), nil
}

// IsType reports whether a type is one of DNS that records can have, by its name.
func IsType(rrtype string) bool { return dns.StringToType[rrtype] != dns.TypeNone }

// recordOf makes a record of one that [dnsmsg.Normalise] has made.
func recordOf(rr dns.RR, at Place) Record {
	h := rr.Header()
	owner, _ := dnsmsg.OwnerOf(rr) // Normalise has read it
	return Record{
		Name: h.Name, Type: dns.Type(h.Rrtype).String(), Data: dnsmsg.Data(rr), Place: at,
		key: dnsmsg.Question{Name: owner, Type: h.Rrtype}, rr: rr,
	}
}

// Text gives the character strings of a TXT record joined, as who asks for it sees
// them; "" for other types.
func (r Record) Text() string {
	txt, ok := r.rr.(*dns.TXT)
	if !ok {
		return ""
	}
	return dnsmsg.Text(txt.Txt)
}

// ParseData makes the record of a name and type with data in presentation format.
// Names in it are whole.
func ParseData(k dnsmsg.Question, data string) (dns.RR, error) {
	rr, err := ParseRR(fmt.Sprintf("%s %d IN %s %s", k.Name, defaultTTL, dns.Type(k.Type), data))
	if err != nil {
		return nil, fmt.Errorf("the data %q can't be read: %w", data, err)
	}
	return rr, nil
}

// ParseRR reads one record as a zone file would have it, in which all names are
// whole. dns.NewRR would also open the file that an $INCLUDE names.
func ParseRR(text string) (dns.RR, error) {
	rr, _, err := parse(text+"\n", "", defaultTTL)
	if err != nil {
		return nil, err
	}
	return dnsmsg.Normalise(rr)
}

// parse reads the one record that a text has, and says how far it has read. The
// owner of the record is empty where it was left out. A relative name without an
// origin is an error, not a name below the root.
func parse(text, origin string, ttl uint32) (rr dns.RR, read int, err error) {
	in := strings.NewReader(text) // it gives single octets, so the parser reads nothing ahead
	p := dns.NewZoneParser(in, origin, "")
	p.SetDefaultTTL(ttl)
	rr, ok := p.Next()
	read = len(text) - in.Len()
	switch {
	case p.Err() != nil:
		return nil, read, bare(p.Err())
	case !ok:
		return nil, read, errors.New("the entry has no record")
	}
	if _, more := p.Next(); more || p.Err() != nil { // such as those of a $GENERATE that hides in parentheses
		return nil, read, errors.New("the entry has more than one record")
	}
	return rr, read, nil
}

// bare leaves out what the parser of a single entry says of the place:
// `dns: WHAT: "TOKEN" at line: LINE:COLUMN`.
func bare(err error) error {
	text := strings.TrimPrefix(err.Error(), "dns: ")
	if i := strings.LastIndex(text, " at line: "); i >= 0 {
		text = text[:i]
	}
	return errors.New(text)
}

// NameIn makes a name canonical. One that doesn't end in a dot is below origin,
// and "@" or nothing is the origin; an empty origin takes it for whole.
func NameIn(name, origin string) (string, error) {
	if origin != "" && (name == "" || name == "@") {
		return origin, nil
	}
	if origin != "" && !strings.HasSuffix(name, ".") {
		name += "." + strings.TrimPrefix(origin, ".")
	}
	ascii, err := toASCII(name)
	if err != nil {
		return "", err
	}
	n, err := dnsmsg.ParseName(ascii)
	if err != nil {
		return "", fmt.Errorf("%q: %w", ascii, err)
	}
	return n.String(), nil
}

// Absolute makes a name canonical that is whole, whether or not it ends in a dot.
func Absolute(name string) (string, error) {
	return NameIn(strings.TrimSuffix(name, ".")+".", "")
}

// idnaProfile maps to A-labels as look-ups do, and lets _dmarc and * be.
var idnaProfile = idna.New(idna.MapForLookup(), idna.StrictDomainName(false))

func toASCII(name string) (string, error) {
	for _, c := range []byte(name) {
		if c >= 0x80 {
			return idnaProfile.ToASCII(name)
		}
	}
	return name, nil
}
