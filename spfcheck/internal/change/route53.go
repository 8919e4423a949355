package change

import (
	"fmt"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// readRoute53 reads a change batch, alone or as the input of the AWS CLI, or what
// list-resource-record-sets prints. A list that has an SOA and isn't cut is the
// whole zone. Names and texts have octal escapes: \052 is "*".
func readRoute53(r *reader, f file) error {
	top, err := parseJSONFile(f)
	if err != nil {
		return err
	}
	at := zone.Place{File: f.name, Line: top.Line}
	batch := top
	if inner := top.Get("ChangeBatch"); inner != nil {
		batch = inner
	}
	changes, list := batch.Get("Changes"), top.Get("ResourceRecordSets")
	switch {
	case changes != nil && changes.Kind == '[':
		for _, c := range changes.Items() {
			if err := r.route53Change(c, at.On(c.Line)); err != nil {
				return err
			}
		}
		return nil
	case list != nil && list.Kind == '[':
		return r.route53List(top, list.Items(), at)
	}
	return at.Errorf("there is neither a list of Changes nor one of ResourceRecordSets")
}

func (r *reader) route53Change(c *doc.Value, at zone.Place) error {
	s, err := route53Set(c.Get("ResourceRecordSet"), at)
	if err != nil {
		return err
	}
	body := c.Get("ResourceRecordSet")
	switch action := c.Get("Action").Text(); action {
	case "CREATE", "UPSERT":
		return r.route53Put(s, body)
	case "DELETE":
		if reason := route53Open(body); reason != "" && body.Get("AliasTarget") == nil {
			return r.unknown(Unknown{Name: s.name, Type: s.rrtype, Reason: reason, Place: s.Place})
		}
		return r.clear(s.name, s.rrtype, s.Place)
	default:
		return at.Errorf("the action %s is not one of CREATE, UPSERT and DELETE", doc.Excerpt(action))
	}
}

func (r *reader) route53List(top *doc.Value, list []*doc.Value, at zone.Place) error {
	var sets []set
	zone := ""
	for _, body := range list {
		s, err := route53Set(body, at.On(body.Line))
		if err != nil {
			return err
		}
		if s.rrtype == "SOA" {
			zone = s.name
		}
		sets = append(sets, s)
	}
	cut, isBool := true, false
	if truncated := top.Get("IsTruncated"); truncated != nil {
		if cut, isBool = truncated.Scalar.(bool); !isBool {
			return at.On(truncated.Line).Errorf("IsTruncated is neither true nor false")
		}
	} else {
		cut = top.Get("NextToken") != nil
	}
	if cut {
		zone = ""
	}
	if zone != "" {
		if err := r.zone(zone, at); err != nil {
			return err
		}
	}
	for i, s := range sets {
		if zone != "" && within(s.name, zone) {
			s.zone = zone
		}
		if err := r.route53Put(s, list[i]); err != nil {
			return err
		}
	}
	return nil
}

// route53Put sets an RRset, or leaves it open.
func (r *reader) route53Put(s set, body *doc.Value) error {
	if reason := route53Open(body); reason != "" {
		return r.unknown(Unknown{Name: s.name, Type: s.rrtype, Reason: reason, Place: s.Place})
	}
	return r.put(s)
}

// route53Open says why the answer for a set can't be read from it.
func route53Open(body *doc.Value) string {
	if alias := body.Get("AliasTarget"); alias != nil {
		return fmt.Sprintf("an alias of %s", doc.Excerpt(alias.Get("DNSName").Text()))
	}
	if id := body.Get("SetIdentifier"); id != nil {
		return fmt.Sprintf("the answer depends on a routing policy (set %s)", doc.Excerpt(id.Text()))
	}
	return ""
}

// route53Set reads a ResourceRecordSet.
func route53Set(body *doc.Value, at zone.Place) (set, error) {
	if body == nil || body.Kind != '{' {
		return set{}, at.Errorf("it has no ResourceRecordSet")
	}
	at = at.On(body.Line)
	name, rrtype := body.Get("Name"), body.Get("Type")
	if !name.IsText() || !rrtype.IsText() {
		return set{}, at.Errorf("the record set has no Name or no Type")
	}
	s := set{Place: at.On(name.Line), texts: route53Texts}
	var err error
	if s.name, err = route53Name(name.Text()); err != nil {
		return set{}, s.Errorf("%w", err)
	}
	if s.rrtype, err = canonicalType(rrtype.Text()); err != nil {
		return set{}, at.On(rrtype.Line).Errorf("%w", err)
	}
	for _, item := range body.Get("ResourceRecords").Items() {
		v := item.Get("Value")
		if !v.IsText() {
			return set{}, at.On(item.Line).Errorf("the record has no Value")
		}
		s.values = append(s.values, datum{text: v.Text(), line: v.Line})
	}
	return s, nil
}

func route53Texts(data string) ([]string, error) { return quoted(data, octal) }

// route53Name turns octal escapes into those of zone files.
func route53Name(s string) (string, error) {
	if s == "" {
		return "", fmt.Errorf("the name is empty")
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b.WriteByte(s[i])
			continue
		}
		octet, n, ok := escaped(s[i+1:], octal)
		if !ok {
			return "", fmt.Errorf("the name %s has a broken escape", doc.Excerpt(s))
		}
		fmt.Fprintf(&b, `\%03d`, octet)
		i += n
	}
	return zone.NameIn(b.String(), "")
}
