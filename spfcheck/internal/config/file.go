package config

import "github.com/spfcheck/spfcheck/spfcheck/internal/doc"

// file is spfcheck.yaml as it is written; its schema is made of it.
type file struct {
	Version  number   `yaml:"version" jsonschema:"description=of the form of this file; 1"`
	Carriers []text   `yaml:"carriers,omitempty" jsonschema:"description=the carriers to judge (default: docomo\\, au\\, softbank),uniqueItems=true"`
	Flows    []flow   `yaml:"flows,omitempty" jsonschema:"description=the mail that the site sends"`
	Ignore   []ignore `yaml:"ignore,omitempty" jsonschema:"description=findings to leave out"`
}

// flow is mail that is sent in one way.
type flow struct {
	Name       text   `yaml:"name" jsonschema:"description=what the flow is called in the output"`
	From       text   `yaml:"from" jsonschema:"description=the header From: an address or a domain"`
	MailFrom   *text  `yaml:"mail-from,omitempty" jsonschema:"description=the envelope From (default: that of the service of via)"`
	Helo       text   `yaml:"helo,omitempty" jsonschema:"description=the name that the sending server gives in HELO or EHLO"`
	Via        text   `yaml:"via,omitempty" jsonschema:"description=the sending service: see spfcheck senders"`
	IP         []text `yaml:"ip,omitempty" jsonschema:"description=the addresses or ranges that the mail is sent from"`
	DKIMDomain []text `yaml:"dkim-domain,omitempty" jsonschema:"description=the domains that sign the mail with DKIM (d=)"`
	Settings   []text `yaml:"settings,omitempty" jsonschema:"description=settings of subscribers to judge in place of the default ones\\, as carrier:setting"`
}

// ignore is a finding to leave out.
type ignore struct {
	Code   text `yaml:"code" jsonschema:"description=of the rule: see spfcheck explain"`
	Domain text `yaml:"domain" jsonschema:"description=the domain whose finding it is"`
	Reason text `yaml:"reason" jsonschema:"description=why it may stay"`
	Until  text `yaml:"until,omitempty" jsonschema:"description=the last day that it may stay\\, such as 2027-03-31,format=date"`
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
