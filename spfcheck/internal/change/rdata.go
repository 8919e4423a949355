package change

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/miekg/dns"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// dataTypes are the types that play a part in mail, each with what makes its data
// canonical. TXT and SPF aren't here: each format quotes texts in its own way.
var dataTypes = map[string]func(data, origin string) (string, error){
	"A": address(netip.Addr.Is4), "AAAA": address(netip.Addr.Is6),
	"CNAME": zone.NameIn, "DNAME": zone.NameIn, "NS": zone.NameIn, "PTR": zone.NameIn,
	"MX": mxData, "SOA": soaData,
}

// textTypes hold character strings (RFC 1035 §3.3.14; type SPF: RFC 7208 §3.1).
var textTypes = []string{"TXT", "SPF"}

// addressTypes are those that ask for addresses.
var addressTypes = []string{"A", "AAAA"}

// unusedTypes are types of DNS that nobody uses any more, and so have no name here.
var unusedTypes = []string{"A6", "NSAP", "WKS"}

// queryTypes can be asked for or sent and are no records.
var queryTypes = []string{"ANY", "AXFR", "IXFR", "MAILA", "MAILB", "NONE", "OPT", "RESERVED", "TKEY", "TSIG"}

// pointerTypes are types of providers and tools that servers answer with addresses
// of their own finding.
var pointerTypes = []string{
	"AKAMAICDN", "AKAMAITLC", "ALIAS", "ANAME", "APEXALIAS", "BUNNY_DNS_PZ", "BUNNY_DNS_RDR", "CLOUDNS_WR", "DYNA", "FRAME", "FWD",
	"LINK", "NETLIFY", "NETLIFYV6", "NS1_URLFWD", "PAGE_RULE", "PORKBUN_URLFWD", "REDIRECT", "URL", "URL301", "URLFWD", "WORKER_ROUTE",
}

// inMail reports whether a type plays a part in mail.
func inMail(rrtype string) bool {
	return dataTypes[rrtype] != nil || slices.Contains(textTypes, rrtype)
}

// isPointer reports whether a type is answered with addresses of the server's finding.
func isPointer(rrtype string) bool {
	rrtype = strings.ToUpper(rrtype)
	return slices.Contains(pointerTypes, rrtype) || strings.HasPrefix(rrtype, "CF_") || strings.HasPrefix(rrtype, "CLOUDFLAREAPI_")
}

// canonicalType gives a type that servers know, in its form; "" for another. Of those
// that play no part in mail it is enough that the name exists.
func canonicalType(s string) string {
	rrtype := strings.ToUpper(s)
	switch {
	case slices.Contains(unusedTypes, rrtype):
		return "NULL"
	case dns.StringToType[rrtype] == dns.TypeNone, slices.Contains(queryTypes, rrtype):
		return ""
	}
	return rrtype
}

// foreign leaves open what a type brings that no server knows: the types that it is
// said to stand for, addresses, or anything.
func (r *reader) foreign(s set, kind string, types ...string) error {
	u := s.open()
	u.Reason, u.Value = ofType.Format(doc.Excerpt(kind)), kind+" "+u.Value
	switch {
	case len(types) > 0:
		return r.open(u, types...)
	case isPointer(kind):
		return r.open(u, addressTypes...)
	}
	return r.open(u, kind)
}

// canonicalData makes data canonical; texts is for the types that hold texts.
// Relative names are below origin, or whole if that is empty.
func canonicalData(rrtype, data, origin string, texts func(string) ([]string, error)) (string, error) {
	if slices.Contains(textTypes, rrtype) {
		list, err := texts(data)
		if err != nil {
			return "", err
		}
		return quoteAll(list)
	}
	if f := dataTypes[rrtype]; f != nil {
		return f(data, origin)
	}
	return "", nil
}

func address(family func(netip.Addr) bool) func(string, string) (string, error) {
	return func(data, _ string) (string, error) {
		ip, err := netip.ParseAddr(data)
		if err != nil || !family(ip) || ip.Zone() != "" {
			return "", fmt.Errorf("%q is not an address of this type", data)
		}
		// An IPv4-mapped one has no form of its own in a zone file.
		return ip.String(), nil
	}
}

func mxData(data, origin string) (string, error) {
	fields := strings.Fields(data)
	if len(fields) != 2 {
		return "", fmt.Errorf("%q is not a preference and a host", data)
	}
	preference, err := strconv.ParseUint(fields[0], 10, 16)
	if err != nil {
		return "", fmt.Errorf("the preference %q is not a number up to 65535", fields[0])
	}
	host, err := zone.NameIn(fields[1], origin)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d %s", preference, host), nil
}

func soaData(data, origin string) (string, error) {
	fields := strings.Fields(data)
	if len(fields) != 7 {
		return "", fmt.Errorf("%q is not two names and five numbers", data)
	}
	for i, field := range fields {
		if i < 2 {
			name, err := zone.NameIn(field, origin)
			if err != nil {
				return "", err
			}
			fields[i] = name
			continue
		}
		if _, err := strconv.ParseUint(field, 10, 32); err != nil {
			return "", fmt.Errorf("%q is not a number of 32 bits", field)
		}
	}
	return strings.Join(fields, " "), nil
}
