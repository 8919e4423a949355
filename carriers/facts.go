package carriers

import (
	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/identity"
)

// Facts is what is known of a message when it arrives from one address. What
// could not be found out is in none of the maps: it matches no rule.
type Facts struct {
	// Results has the SPF result of each identity that is known.
	Results map[identity.Kind]spf.Result
	// Absent are the identities whose field the message lacks.
	Absent []identity.Kind
	// DMARC is what DMARC says of the header From; "" when that isn't known.
	DMARC DMARC
	// DMARCEither is what DMARC comes to where DMARC is "": one of these.
	DMARCEither []DMARC
	// Known has the facts that could be found out.
	Known map[Fact]bool
	// Failed are the facts that DNS was asked about in vain. A rule that asks
	// for one may match or not.
	Failed []Fact
	// Measured has the measures that were taken.
	Measured map[Measure]int64
	// Recipient is the domain of the mailbox that it goes to; "" for any.
	Recipient string
}

// DMARC is the result of DMARC for the header From, with the policy that the
// domain asks for where it fails.
type DMARC string

// What DMARC can say.
const (
	DMARCPass           DMARC = "pass"
	DMARCNone           DMARC = "none" // the domain publishes no usable DMARC record
	DMARCFailNone       DMARC = "fail p=none"
	DMARCFailQuarantine DMARC = "fail p=quarantine"
	DMARCFailReject     DMARC = "fail p=reject"
	DMARCFailPartly     DMARC = "fail partly" // under a policy for a share of the mail (pct), in test (t=y) or there twice with two values, which no carrier is known to apply
	DMARCTempError      DMARC = "temperror"   // DNS failed
)

// AllDMARC lists every DMARC, the best first.
var AllDMARC = []DMARC{DMARCPass, DMARCNone, DMARCFailNone, DMARCFailQuarantine, DMARCFailReject, DMARCFailPartly, DMARCTempError}

// Fact is something about a message that holds or doesn't.
type Fact string

// The facts.
const (
	FromReachable     Fact = "from-reachable"      // the header From's domain has an A or an MX record
	EnvelopeExists    Fact = "envelope-exists"     // the envelope From's domain has some DNS record
	EnvelopeAtCarrier Fact = "envelope-at-carrier" // the envelope From is at a mobile carrier's domain
	PRAAtCarrier      Fact = "pra-at-carrier"      // the PRA is at a mobile carrier's domain
	FromEmpty         Fact = "from-empty"          // the header From is empty or missing
	MessageIDEmpty    Fact = "message-id-empty"    // the Message-ID is empty or missing
	Qualified         Fact = "qualified"           // every address in From and To has a fully qualified domain
	Wellformed        Fact = "wellformed"          // every address in From and To that has a whole domain can be read
	SenderASCII       Fact = "sender-ascii"        // the header From's address is ASCII
	SenderDomainPlain Fact = "sender-domain-plain" // the header From's domain begins with a letter or a digit
	HasLinks          Fact = "links"               // there is a URL in the text
	HasHTML           Fact = "html"                // there is an HTML part
	DKIMPasses        Fact = "dkim-passes"         // some DKIM signature passes
	PTRLeadsBack      Fact = "ptr-leads-back"      // the sending address has a PTR record whose name has this address
)

// AllFacts lists every Fact.
var AllFacts = []Fact{
	FromReachable, EnvelopeExists, EnvelopeAtCarrier, PRAAtCarrier,
	FromEmpty, MessageIDEmpty, Qualified, Wellformed, SenderASCII, SenderDomainPlain, HasLinks, HasHTML, DKIMPasses,
	PTRLeadsBack,
}

// Measure is something about a message that is counted.
type Measure string

// The measures.
const (
	Size          Measure = "size"           // of the message, in bytes, line ends as CRLF
	HeaderSize    Measure = "header-size"    // of the header section, in bytes
	LongestLine   Measure = "longest-line"   // in bytes, without its end
	Recipients    Measure = "recipients"     // addresses in To and Cc
	SenderLocal   Measure = "sender-local"   // of the header From's local part, in bytes
	SenderAddress Measure = "sender-address" // of the header From's address, in bytes
)

// AllMeasures lists every Measure.
var AllMeasures = []Measure{Size, HeaderSize, LongestLine, Recipients, SenderLocal, SenderAddress}
