package change

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// cloudformationYAML is YAML with the short forms of functions, such as !Sub.
var cloudformationYAML = doc.YAML{Anchors: true, Tags: true, Twice: true}

const cloudformationKind = "AWS::Route53::RecordSet" // and RecordSetGroup

// isCloudFormation recognises a template of CloudFormation or the CDK.
func isCloudFormation(f *file, _ bool) bool {
	return strings.Contains(string(f.data), cloudformationKind) && (isJSON(f.data) || isYAML(f.name) || strings.HasSuffix(f.name, ".template"))
}

// readCloudFormation reads the record sets of a template. What a function gives isn't known
// (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html).
func readCloudFormation(r *reader, f *file) error {
	top, err := f.jsonOr(cloudformationYAML)
	if err != nil {
		return err
	}
	resources := top.Get("Resources")
	for i, name := range resources.Names() {
		res := resources.List[i]
		at := f.at(res)
		at.Source = name
		body := res.Get("Properties")
		var sets []*doc.Value
		switch res.Get("Type").Text() {
		case cloudformationKind:
			sets = []*doc.Value{body}
		case cloudformationKind + "Group":
			sets = body.Get("RecordSets").Items()
			if sets == nil {
				sets = []*doc.Value{body} // a function gives them
			}
		}
		for _, s := range sets {
			if err := r.cloudformationSet(s, body, res.Get("Condition") != nil, at); err != nil {
				return err
			}
		}
	}
	return nil
}

// cloudformationSet reads a record set; the zone may stand in the group around it.
func (r *reader) cloudformationSet(body, group *doc.Value, conditional bool, at zone.Place) error {
	at = at.On(body.At())
	name, kind := given(body.Get("Name")), given(body.Get("Type"))
	hosted := given(body.Get("HostedZoneName"))
	if hosted == "" {
		hosted = given(group.Get("HostedZoneName"))
	}
	u := Unknown{Value: flat(body), Reason: "what a function of the template gives", Place: at}
	if name == "" {
		if hosted != "" {
			u.Zone, _ = zone.NameIn(strings.TrimSuffix(hosted, ".")+".", "")
		}
		u.Type = canonicalType(kind)
		return r.unknown(u)
	}
	owner, err := route53Name(name)
	if err != nil {
		return r.broken(u, at.Errorf("%w", err))
	}
	s := set{Place: at, name: owner, rrtype: canonicalType(kind), texts: route53Texts, listed: true}
	u.Name, u.Type = owner, s.rrtype
	open := kind == "" || conditional
	for _, v := range body.Get("ResourceRecords").Items() {
		open = open || given(v) == ""
		s.values = append(s.values, datum{text: v.Text(), line: v.At()})
	}
	if records := body.Get("ResourceRecords"); records != nil && (records.Kind != '[' || records.Tag != "") {
		open = true
	}
	if reason := route53Open(body); reason != "" {
		u.Reason, open, u.Exists = reason, true, true
	}
	switch {
	case open:
		return r.unknown(u)
	case s.rrtype == "":
		return r.foreign(s, kind)
	}
	return r.put(s)
}

// given gives a text that no function gives.
func given(v *doc.Value) string {
	if v == nil || v.Tag != "" || strings.Contains(v.Text(), "{{resolve:") {
		return ""
	}
	return v.Text()
}
