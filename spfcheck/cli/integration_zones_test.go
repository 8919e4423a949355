package cli

import (
	"crypto"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	miekg "github.com/miekg/dns"
)

const (
	zoneData        = "../../testdata/zones"
	messageData     = "../../testdata/messages"
	integrationData = "../../testdata/integration"
)

// servedZone is a zone as NSD's configuration has it.
type servedZone struct{ Origin, File string }

// writeZones writes the zones that NSD serves to dir, and the keys that Unbound
// trusts to the file anchors. The shop's zone is all of its files together.
func writeZones(t *testing.T, dir string, shop []string) []servedZone {
	t.Helper()
	var served []servedZone
	add := func(origin, text string) {
		file := filepath.Join(dir, origin+"zone")
		writeTestFile(t, file, text)
		served = append(served, servedZone{origin, file})
	}
	var shopText strings.Builder
	for _, file := range shop {
		shopText.WriteString(readTestFile(t, file))
	}
	add("example.jp.", shopText.String())
	add("cases.example.", readTestFile(t, filepath.Join(integrationData, "cases.zone")))
	add("long.example.", apex("long.example.")+longRecord())
	for owner, records := range serviceRecords(t) {
		add(owner, apex(owner)+records)
	}
	var anchors strings.Builder
	for _, origin := range []string{"signed.example.", "broken.example."} {
		rrs, key := signedZone(t, origin)
		if origin == "broken.example." {
			breakSignature(t, rrs, rrset{origin, miekg.TypeTXT})
			breakSignature(t, rrs, rrset{"_dmarc.mail." + origin, miekg.TypeTXT})
		}
		add(origin, zoneText(rrs))
		fmt.Fprintln(&anchors, key)
	}
	writeTestFile(t, filepath.Join(dir, "anchors"), anchors.String())
	return served
}

// offlineZones are the files that say offline what NSD serves. The services'
// records are those of the repository, which aren't whole zones.
func offlineZones(served []servedZone, shop []string) []string {
	files := append([]string{filepath.Join(zoneData, "senders.zone")}, shop...)
	for _, z := range served {
		if strings.HasSuffix(z.Origin, ".example.") {
			files = append(files, z.File)
		}
	}
	return files
}

func readTestFile(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// apex is what a zone must have at its top.
func apex(origin string) string {
	return fmt.Sprintf("$ORIGIN %s\n$TTL 300\n@ SOA ns hostmaster 1 7200 3600 1209600 300\n@ NS ns\nns A 127.0.0.1\n", origin)
}

// serviceRecords are the records of the sending services, by owner.
func serviceRecords(t *testing.T) map[string]string {
	t.Helper()
	records := map[string]string{}
	for _, rr := range parseRecords(t, filepath.Join(zoneData, "senders.zone"), "") {
		records[rr.Header().Name] += rr.String() + "\n"
	}
	return records
}

func parseRecords(t *testing.T, file, origin string) []miekg.RR {
	t.Helper()
	parser := miekg.NewZoneParser(strings.NewReader(readTestFile(t, file)), origin, file)
	var rrs []miekg.RR
	for rr, ok := parser.Next(); ok; rr, ok = parser.Next() {
		rrs = append(rrs, rr)
	}
	if err := parser.Err(); err != nil {
		t.Fatal(err)
	}
	return rrs
}

// longRecord is an SPF record of more than 4,000 octets, whose last address is
// the one that matters, and an MX record beside it.
func longRecord() string {
	var text strings.Builder
	text.WriteString("@ MX 10 ns\n@ TXT ( \"v=spf1 \"\n")
	for i := range 250 {
		fmt.Fprintf(&text, "\"ip4:198.51.100.%d \"\n", i)
	}
	text.WriteString("\"ip4:54.240.8.40 -all\" )\n")
	return text.String()
}

// rrset is what one signature covers.
type rrset struct {
	owner string
	qtype uint16
}

func rrsets(rrs []miekg.RR) map[rrset][]miekg.RR {
	sets := map[rrset][]miekg.RR{}
	for _, rr := range rrs {
		set := rrset{rr.Header().Name, rr.Header().Rrtype}
		sets[set] = append(sets[set], rr)
	}
	return sets
}

// signedZone is testdata's signed.zone with this origin and a new key (RFC 4035
// §2). It has no delegation, so every name and RRset is signed.
func signedZone(t *testing.T, origin string) ([]miekg.RR, *miekg.DNSKEY) {
	t.Helper()
	rrs := parseRecords(t, filepath.Join(integrationData, "signed.zone"), origin)
	key := &miekg.DNSKEY{
		Hdr:       miekg.RR_Header{Name: origin, Rrtype: miekg.TypeDNSKEY, Class: miekg.ClassINET, Ttl: 300},
		Flags:     miekg.ZONE | miekg.SEP,
		Protocol:  3, // the only value there is (RFC 4034 §2.1.2)
		Algorithm: miekg.ECDSAP256SHA256,
	}
	private, err := key.Generate(256)
	if err != nil {
		t.Fatal(err)
	}
	rrs = append(rrs, key)
	rrs = append(rrs, denials(rrs)...)
	for _, set := range rrsets(rrs) {
		sig := &miekg.RRSIG{
			Algorithm:  key.Algorithm,
			KeyTag:     key.KeyTag(),
			SignerName: origin,
			Inception:  uint32(time.Now().Add(-time.Hour).Unix()),
			Expiration: uint32(time.Now().Add(time.Hour).Unix()),
		}
		if err := sig.Sign(private.(crypto.Signer), set); err != nil {
			t.Fatal(err)
		}
		rrs = append(rrs, sig)
	}
	return rrs, key
}

// denials are the NSEC records of a zone (RFC 4034 §4): each name has its types
// and the name that follows it, the last one the first.
func denials(rrs []miekg.RR) []miekg.RR {
	types := map[string][]uint16{}
	for set := range rrsets(rrs) {
		types[set.owner] = append(types[set.owner], set.qtype)
	}
	owners := slices.SortedFunc(maps.Keys(types), canonicalOrder)
	var chain []miekg.RR
	for i, owner := range owners {
		present := append(types[owner], miekg.TypeRRSIG, miekg.TypeNSEC)
		slices.Sort(present)
		chain = append(chain, &miekg.NSEC{
			Hdr:        miekg.RR_Header{Name: owner, Rrtype: miekg.TypeNSEC, Class: miekg.ClassINET, Ttl: 300},
			NextDomain: owners[(i+1)%len(owners)],
			TypeBitMap: present,
		})
	}
	return chain
}

// canonicalOrder compares names label by label, the last one first (RFC 4034
// §6.1).
func canonicalOrder(a, b string) int {
	la, lb := miekg.SplitDomainName(a), miekg.SplitDomainName(b)
	slices.Reverse(la)
	slices.Reverse(lb)
	return slices.Compare(la, lb)
}

// breakSignature changes the signature of an RRset.
func breakSignature(t *testing.T, rrs []miekg.RR, covered rrset) {
	t.Helper()
	for _, rr := range rrs {
		if sig, ok := rr.(*miekg.RRSIG); ok && covered == (rrset{sig.Hdr.Name, sig.TypeCovered}) {
			sig.OrigTtl++ // is signed too, and needs no new encoding
			return
		}
	}
	t.Fatalf("%s has no signature for %s", covered.owner, miekg.Type(covered.qtype))
}

func zoneText(rrs []miekg.RR) string {
	var text strings.Builder
	for _, rr := range rrs {
		fmt.Fprintln(&text, rr)
	}
	return text.String()
}
