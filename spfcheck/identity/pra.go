package identity

import (
	"errors"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

// The fields that matter for From and the PRA.
const (
	roleResentSender = "Resent-Sender"
	roleResentFrom   = "Resent-From"
	roleSender       = "Sender"
	roleFrom         = "From"
	roleReceived     = "Received"
	roleReturnPath   = "Return-Path"
)

var roles = []string{roleResentSender, roleResentFrom, roleSender, roleFrom, roleReceived, roleReturnPath}

// origin is a header field of a message, or the input given in its place.
type origin struct {
	role    string     // the name of the field, as in roles
	input   input.Name // as in Identity.Input; "" for the field
	empty   bool       // it holds only white space
	mailbox mailbox
	domain  bool        // nothing but the domain of mailbox was given
	fault   *mail.Error // why it has no mailbox
}

func (o origin) identity(k Kind) Identity {
	id := o.named(k).of(o.mailbox, o.fault)
	id.AnyLocal = o.domain
	return id
}

// named is an identity of which nothing but the origin is said.
func (o origin) named(k Kind) Identity {
	id := Identity{Kind: k, Input: o.input}
	if o.input == "" {
		id.Field = o.role
	}
	return id
}

// origins gives the fields that matter, in the order of the message. The inputs
// From and Sender replace the fields of that name, and stand at the end.
func (s Source) origins() ([]origin, error) {
	var origins []origin
	given := []struct {
		role, value string
		input       input.Name
	}{
		{roleSender, s.Sender, input.Sender},
		{roleFrom, s.From, input.From},
	}
	var errs []error
	replaced := map[string]bool{}
	for _, g := range given {
		if g.value == "" {
			continue
		}
		m, err := parseSender(g.input, g.value)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		replaced[g.role] = true
		origins = append(origins, origin{role: g.role, input: g.input, mailbox: m, domain: !strings.Contains(g.value, "@")})
	}
	if s.Header == nil || errs != nil {
		return origins, errors.Join(errs...)
	}
	var fields []origin
	for _, f := range s.Header.Fields {
		i := slices.IndexFunc(roles, func(role string) bool { return strings.EqualFold(role, f.Name) })
		if i < 0 || replaced[roles[i]] {
			continue
		}
		o := origin{role: roles[i], empty: strings.Trim(f.Value, " \t") == ""}
		if o.role != roleReceived && o.role != roleReturnPath {
			o.mailbox, o.fault = parseMailbox(f.Value)
		}
		fields = append(fields, o)
	}
	return append(fields, origins...), nil
}

// pra finds the purported responsible address: RFC 4407 §2, step by step. A
// field is non-empty there if it holds anything but white space; a comment alone
// is something, and makes the field malformed in step 5.
func (s Source) pra(origins []origin) Identity {
	selected, why := selectPRA(origins)
	switch {
	case why.Complete(): // step 6
		return selected.named(PRA).malformed(why)
	case selected.role != "": // step 5
		return selected.identity(PRA)
	case s.Header != nil:
		return Identity{Kind: PRA, Status: Absent, Why: whyNoPRA}
	default:
		return Identity{Kind: PRA, Status: NotGiven, Why: whyNoMessage.Format(s.Words.Of(input.From))}
	}
}

// selectPRA is steps 1 to 4 of RFC 4407 §2: it selects one field, or none when
// there is no candidate. why is set where several fields contend.
func selectPRA(origins []origin) (selected origin, why i18n.Text) {
	first := func(role string) int {
		return slices.IndexFunc(origins, func(o origin) bool { return o.role == role && !o.empty })
	}
	// Step 1. A Resent-From above, with trace fields between the two, belongs to a
	// later resending, and that one is responsible.
	if i := first(roleResentSender); i >= 0 && !endsResentBlock(origins[:i]) {
		return origins[i], i18n.Text{}
	}
	// Step 2.
	if i := first(roleResentFrom); i >= 0 {
		return origins[i], i18n.Text{}
	}
	// Steps 3 and 4: all fields of the name count, and there must be just one.
	for _, role := range []string{roleSender, roleFrom} {
		fields := nonEmpty(origins, role)
		switch len(fields) {
		case 0:
		case 1:
			return fields[0], i18n.Text{}
		default:
			return fields[0], whySeveralFields.Format(role, len(fields))
		}
	}
	return origin{}, i18n.Text{}
}

// endsResentBlock reports whether trace fields follow a Resent-From, where blank fields
// are "treated as if they were not present" (RFC 4407 §2).
func endsResentBlock(above []origin) bool {
	i := slices.IndexFunc(above, func(o origin) bool { return o.role == roleResentFrom && !o.empty })
	return i >= 0 && slices.ContainsFunc(above[i:], func(o origin) bool {
		return !o.empty && (o.role == roleReceived || o.role == roleReturnPath)
	})
}

// nonEmpty gives the origins of a role that hold more than white space.
func nonEmpty(origins []origin, role string) []origin {
	return slices.DeleteFunc(slices.Clone(origins), func(o origin) bool { return o.role != role || o.empty })
}
