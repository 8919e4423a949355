package record

import (
	"net/netip"
	"strconv"
	"strings"
)

// parseNothing: all = "all".
func parseNothing(t *Term, rest string) *SyntaxError {
	if rest != "" {
		return fault(len(rest), "", msgTakesNothing.Format(t.Name))
	}
	return nil
}

// parseDomain: ":" domain-spec, or "=" domain-spec of a modifier.
func parseDomain(t *Term, rest string) *SyntaxError {
	switch {
	case rest == "":
		return fault(0, "", msgNeedsDomain.Format(t.Name)).Widen(len(t.Name))
	case rest[0] == '/':
		return fault(len(rest), "", msgNoLength.Format(t.Name))
	case len(rest) == 1:
		return fault(1, "", msgEmptyDomain.Format(t.Name+rest))
	}
	m, e := parseDomainSpec(rest[1:])
	if e != nil {
		return e.Shift(1)
	}
	t.Domain = m
	return nil
}

// parseOptionalDomain: [ ":" domain-spec ].
func parseOptionalDomain(t *Term, rest string) *SyntaxError {
	if rest == "" {
		return nil
	}
	return parseDomain(t, rest)
}

// parseHosts: [ ":" domain-spec ] [ dual-cidr-length ]. A domain-spec may have
// "/" in it and can't end in a "/" and digits, so a length at the end is never
// part of the domain.
func parseHosts(t *Term, rest string) *SyntaxError {
	t.Bits4, t.Bits6 = 32, 128
	head := rest
	if before, digits, ok := cutLength(head, "//"); ok {
		bits, e := parseBits(digits, 128)
		if e != nil {
			return e.Shift(len(before) + 2)
		}
		head, t.Bits6 = before, bits
	}
	if before, digits, ok := cutLength(head, "/"); ok {
		bits, e := parseBits(digits, 32)
		if e != nil {
			return e.Shift(len(before) + 1)
		}
		head, t.Bits4 = before, bits
	}
	if strings.HasPrefix(head, "/") {
		return fault(len(rest), "", msgBadLengths.Format(shown(rest)))
	}
	return parseOptionalDomain(t, head)
}

// parseNetwork4: ":" ip4-network [ ip4-cidr-length ].
func parseNetwork4(t *Term, rest string) *SyntaxError {
	return parseNetwork(t, rest, 32)
}

// parseNetwork6: ":" ip6-network [ ip6-cidr-length ].
func parseNetwork6(t *Term, rest string) *SyntaxError {
	return parseNetwork(t, rest, 128)
}

func parseNetwork(t *Term, rest string, size int) *SyntaxError {
	head, length, hasLength := strings.Cut(rest, "/")
	if len(head) < 2 { // at most the colon
		return fault(len(rest), "", msgNeedsAddress.Format(t.Name)).Widen(len(t.Name))
	}
	network := head[1:]
	addr, err := netip.ParseAddr(network)
	// netip keeps to the grammar: no leading zeros in an octet, "::" at most
	// once. Zones are its own addition. A mapped address is an ip6-network.
	if err != nil || addr.Zone() != "" || addr.BitLen() != size {
		return fault(len(network), "", msgBadAddress[size].Format(shown(network))).Shift(1)
	}
	bits := size
	if hasLength {
		var e *SyntaxError
		if bits, e = parseBits(length, size); e != nil {
			return e.Shift(len(network) + 2)
		}
	}
	t.Prefix = netip.PrefixFrom(addr, bits)
	return nil
}

// cutLength cuts sep and the digits after it off the end of s.
func cutLength(s, sep string) (before, digits string, ok bool) {
	head := strings.TrimRight(s, "0123456789")
	if len(head) == len(s) || !strings.HasSuffix(head, sep) {
		return s, "", false
	}
	return head[:len(head)-len(sep)], s[len(head):], true
}

// parseBits parses the number of a cidr-length from 0 to size. Its error
// covers the "/" too.
func parseBits(digits string, size int) (int, *SyntaxError) {
	bits, err := strconv.ParseUint(digits, 10, 8)
	switch {
	case strings.Trim(digits, "0123456789") != "" || digits == "":
		return 0, fault(len(digits), "", msgBadLength.Format(shown(digits), size)).Widen(1)
	case len(digits) > 1 && digits[0] == '0': // "0" / %x31-39 0*2DIGIT
		return 0, fault(len(digits), "", msgZeroLength.Format(shown(digits))).Widen(1)
	case err != nil || int(bits) > size:
		return 0, fault(len(digits), "", msgBadLength.Format(shown(digits), size)).Widen(1)
	}
	return int(bits), nil
}
