package config

import "github.com/spfcheck/spfcheck/spfcheck/internal/doc"

// file is spfcheck.yaml as it is written; its schema is made of it.
type file struct {
	Version  number   `yaml:"version"`                                          // the version of the form of this file: 1
	Carriers []text   `yaml:"carriers,omitempty" jsonschema:"uniqueItems=true"` // the carriers to judge (default: docomo, au, softbank)
	Flows    []flow   `yaml:"flows,omitempty"`                                  // the mail that the site sends
	Ignore   []ignore `yaml:"ignore,omitempty"`                                 // findings to leave out

	Change       []text  `yaml:"change,omitempty"`       // the files or folders with DNS as it will be, from the folder of this file
	Zones        []zones `yaml:"zones,omitempty"`        // more files of change, with what they don't say themselves
	Base         []text  `yaml:"base,omitempty"`         // the files or folders with DNS as it is, from the folder of this file, or git:REVISION (default: what DNS says)
	Undetermined text    `yaml:"undetermined,omitempty"` // what to make of a change that can't be judged: pass or fail
	FailOn       text    `yaml:"fail-on,omitempty"`      // the mildest severity of a new finding that fails (default: error)
	Lock         text    `yaml:"lock,omitempty"`         // the lock file, from the folder of this file (default: spfcheck.lock)
}

// flow is mail that is sent in one way.
type flow struct {
	Name       text   `yaml:"name"`                  // what the flow is called in the output
	From       text   `yaml:"from"`                  // the header From: an address or a domain
	MailFrom   *text  `yaml:"mail-from,omitempty"`   // the envelope From (default: that of the service of via)
	Helo       text   `yaml:"helo,omitempty"`        // the name that the sending server gives in HELO or EHLO
	Via        text   `yaml:"via,omitempty"`         // the sending service, such as ses
	IP         []text `yaml:"ip,omitempty"`          // the addresses or ranges that the mail is sent from
	DKIMDomain []text `yaml:"dkim-domain,omitempty"` // the domains that sign the mail with DKIM (d=)
	Selector   []text `yaml:"selector,omitempty"`    // the selectors of the DKIM keys that the mail is signed with (s=), each of which must be there
	Settings   []text `yaml:"settings,omitempty"`    // settings of subscribers to judge in place of the default ones, as carrier:setting
}

// zones are files with zones.
type zones struct {
	Files  text `yaml:"files"`            // a file, a folder or a pattern, such as zones/*.zone, from the folder of this file
	Format text `yaml:"format,omitempty"` // the format of the files (default: each is recognised)
	Origin text `yaml:"origin,omitempty"` // the zone of files that don't say theirs (default: what they are called)
	View   text `yaml:"view,omitempty"`   // the view that the world sees, where a zone has several
}

// ignore is a finding to leave out.
type ignore struct {
	Code   text `yaml:"code"`                                     // the code of the rule, such as DMARC001
	Domain text `yaml:"domain"`                                   // the domain whose finding it is
	Reason text `yaml:"reason"`                                   // why it may stay
	Until  text `yaml:"until,omitempty" jsonschema:"format=date"` // the last day that it may stay, such as 2027-03-31
}

// text is a string and where it stands.
type text struct {
	doc.Position
	value string
}

// number is a whole number and where it stands.
type number struct {
	doc.Position
	value int
}
