// Package input names what spfcheck is told: who sends a mail, from where, by
// whose rules it is judged. The library and its errors speak of an input by its
// [Name]; a front end, which has flags, columns or keys, puts its own [Words] in.
package input

// Name is what the library calls an input, or something else that texts point to
// and that each front end has in its own way.
type Name string

// The inputs.
const (
	MailFrom    Name = "mail-from"    // the envelope From; "" or "<>": the null reverse-path
	Helo        Name = "helo"         // the HELO or EHLO name
	From        Name = "from"         // the header From, an address or a domain
	Sender      Name = "sender"       // the header Sender, an address or a domain
	Mail        Name = "mail"         // the message itself
	Size        Name = "size"         // of the message, in bytes
	IP          Name = "ip"           // an address that the mail is sent from, or a range in CIDR notation
	Via         Name = "via"          // a sending service, as senders.Parse reads it
	DKIMDomain  Name = "dkim-domain"  // a domain that will sign the mail
	To          Name = "to"           // the recipient, an address or a domain
	On          Name = "on"           // the day whose rules judge, as 2025-02-13
	Carrier     Name = "carrier"      // a carrier to judge, by its ID
	Setting     Name = "setting"      // of a subscriber, as carrier:setting
	MinBasis    Name = "min-basis"    // the weakest basis that counts, as of carriers.Bases
	Domain      Name = "domain"       // whose records are looked through
	Selector    Name = "selector"     // of a DKIM key
	SelectorsOf Name = "selectors-of" // a sending service, whose DKIM selectors are meant
	OwnDomain   Name = "own-domain"   // that the sender of a delivery report's mail may have
	Ignore      Name = "ignore"       // the code of a rule whose findings are left out
)

// Where a reader finds more: the library calls it by where it has it.
const (
	AllSenders  Name = "senders.All"  // the sending services
	AllCarriers Name = "carriers.All" // the carriers, their settings and rules
	AllRules    Name = "lint rules"   // what lint looks for
	Advice      Name = "advice"       // what to publish
	Lock        Name = "lock"         // the DNS answers of today
	Rule        Name = "rule"         // one rule with its reason and its sources
	History     Name = "history"      // what changed on which day
	At          Name = "at"           // the rules of a day
	Brief       Name = "brief"        // without sources
	Summary     Name = "summary"      // the counts of all lines
	Suppress    Name = "suppress"     // the addresses to stop sending to
	Yours       Name = "yours"        // a source that is the sender's own
	Details     Name = "details"      // more of the answer
	Explanation Name = "explanation"  // how it came about, with its rules, sources and notes
)

// Given is an input as somebody wrote it.
type Given struct {
	Input Name
	Value string
}

// Words are what a front end calls the inputs: "--ip", "mail_from". What isn't in
// them goes by its Name; nil Words are those of the library.
type Words map[Name]string

// Of gives the word for an input.
func (w Words) Of(n Name) string {
	if word, ok := w[n]; ok {
		return word
	}
	return string(n)
}
