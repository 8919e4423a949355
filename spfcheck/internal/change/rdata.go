package change

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

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

// otherTypes are known and of no use to mail: that the name exists is all that
// is kept of them.
var otherTypes = []string{
	"AFSDB", "APL", "CAA", "CDNSKEY", "CDS", "CERT", "CSYNC", "DHCID", "DNSKEY", "DS", "HINFO", "HTTPS", "IPSECKEY",
	"LOC", "NAPTR", "OPENPGPKEY", "RP", "SMIMEA", "SRV", "SSHFP", "SVCB", "TLSA", "URI",
}

// inMail reports whether a type plays a part in mail.
func inMail(rrtype string) bool {
	return dataTypes[rrtype] != nil || slices.Contains(textTypes, rrtype)
}

var errUnknownType = errors.New("unknown type of record")

// canonicalType checks the name of a type.
func canonicalType(s string) (string, error) {
	rrtype := strings.ToUpper(s)
	if inMail(rrtype) || slices.Contains(otherTypes, rrtype) {
		return rrtype, nil
	}
	return "", fmt.Errorf("%w: %q", errUnknownType, s)
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
