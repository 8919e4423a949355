package record

import (
	"cmp"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"go4.org/netipx"

	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// fullNetwork completes a network of which octets are missing or written "*":
// groups are the qualifier, the octets and the length.
func fullNetwork(groups []string) []string {
	octets := strings.FieldsFunc(groups[2], func(r rune) bool { return strings.ContainsRune(".*xX", r) })
	if len(octets) == 0 || len(octets) > 3 {
		return nil
	}
	length := groups[3]
	if length == "" {
		length = fmt.Sprintf("/%d", 8*len(octets))
	}
	for len(octets) < 4 {
		octets = append(octets, "0")
	}
	return []string{groups[1] + "ip4:" + strings.Join(octets, ".") + length}
}

// withoutZeros drops the leading zeros of octets: groups are the qualifier, the
// address and the length.
func withoutZeros(groups []string) []string {
	octets := strings.Split(groups[2], ".")
	for i, o := range octets {
		if o = strings.TrimLeft(o, "0"); o == "" {
			o = "0"
		}
		octets[i] = o
	}
	return []string{groups[1] + "ip4:" + strings.Join(octets, ".") + groups[3]}
}

// maskedNetwork writes a netmask as a length: groups are the qualifier, the
// address and the mask.
func maskedNetwork(groups []string) []string {
	mask, err := netip.ParseAddr(groups[3])
	if err != nil {
		return nil
	}
	length, size := net.IPMask(mask.AsSlice()).Size()
	if size == 0 { // ones after a zero
		return nil
	}
	return []string{fmt.Sprintf("%sip4:%s/%d", groups[1], groups[2], length)}
}

// rangeNetworks writes a range as the networks that cover it: groups are the
// qualifier, the first address and the last one or its last octet.
func rangeNetworks(groups []string) []string {
	last := groups[3]
	if !strings.Contains(last, ".") {
		last = groups[2][:strings.LastIndexByte(groups[2], '.')+1] + last
	}
	networks, err := netipx.ParseIPRange(groups[2] + "-" + last)
	const most = 8 // a range that takes more is no longer a typo to put right in place
	if err != nil || len(networks.Prefixes()) > most {
		return nil
	}
	var terms []string
	for _, network := range networks.Prefixes() {
		terms = append(terms, groups[1]+"ip4:"+network.String())
	}
	return []string{strings.Join(terms, " ")}
}

// nearNames gives the terms whose names one slip of the finger makes into the
// name written, the longest first: groups are the qualifier, the name and what
// follows. One letter is near everything.
func nearNames(groups []string) []string {
	if len(groups[2]) < 2 {
		return nil
	}
	var near []string
	for name, g := range grammars {
		if spelling.Distance(strings.ToLower(groups[2]), name) != 1 {
			continue
		}
		rest := groups[3]
		if rest != "" && rest[0] != '/' {
			rest = g.separator() + rest[1:]
		}
		near = append(near, groups[1]+name+rest)
	}
	slices.SortFunc(near, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b))
	})
	return near
}

// mappedNetwork writes a mapped address as ip4: groups are the qualifier and
// the network.
func mappedNetwork(groups []string) []string {
	addr, length, _ := strings.Cut(groups[2], "/")
	if length == "" {
		return []string{groups[1] + "ip4:" + addr}
	}
	n, err := strconv.Atoi(length)
	if err != nil || n < 96 {
		return nil
	}
	return []string{fmt.Sprintf("%sip4:%s/%d", groups[1], addr, n-96)}
}
