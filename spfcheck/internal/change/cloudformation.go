package change

import (
	"cmp"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// cloudformationYAML is YAML with the short forms of functions, such as !Sub.
var cloudformationYAML = doc.YAML{Anchors: true, Tags: true, Twice: true}

const (
	cloudformationKind = "AWS::Route53::RecordSet" // and RecordSetGroup
	nestedStack        = "AWS::CloudFormation::Stack"
)

// isCloudFormation recognises a template of CloudFormation or the CDK; in a folder one
// that has record sets.
func isCloudFormation(f *file, named bool) bool {
	if !isJSON(f.data) && !isYAML(f.name) && !strings.HasSuffix(f.name, ".template") {
		return false
	}
	has := func(s string) bool { return strings.Contains(string(f.data), s) }
	return has(cloudformationKind) || named && (has("AWSTemplateFormatVersion") || has("AWS::"))
}

// template is one of CloudFormation.
type template struct{ mappings, resources *doc.Value }

// readCloudFormation reads the record sets of a template. Of functions those are known
// that are of the template alone; what a parameter will be isn't, though it has a default
// (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html).
func readCloudFormation(r *reader, f *file) error {
	top, err := f.jsonOr(cloudformationYAML)
	if err != nil {
		return err
	}
	r.change.listing = append(r.change.listing, f.name)
	if err := r.macros(f, top.Get("Transform")); err != nil {
		return err
	}
	resources := top.Get("Resources")
	t := template{top.Get("Mappings"), resources}
	for i, name := range resources.Names() {
		res := resources.List[i]
		at := f.at(res)
		at.Source = name
		kind, body := res.Get("Type").Text(), res.Get("Properties")
		u := Unknown{Value: flat(res), Reason: ofFunction, Place: at}
		custom := customResource.MatchString(kind) && policyTexts(body) != ""
		if custom {
			u.Reason = ofProgram
		}
		if custom || strings.HasPrefix(name, "Fn::") { // a loop makes resources
			if err := r.unknown(u); err != nil {
				return err
			}
		}
		var sets []*doc.Value
		switch kind {
		case cloudformationKind:
			sets = []*doc.Value{body}
		case nestedStack:
			if err := t.nested(r, f, body.Get("TemplateURL"), at); err != nil {
				return err
			}
		case cloudformationKind + "Group":
			sets = body.Get("RecordSets").Items()
			if sets == nil {
				sets = []*doc.Value{body} // a function gives them
			}
		}
		for _, s := range sets {
			if err := t.set(r, s, res, at); err != nil {
				return err
			}
		}
	}
	return nil
}

// customResource is one that a program of the user's makes; such a program may also be a
// macro, as those of AWS aren't that make no records but by what stands in the template.
var (
	customResource = lazy.MustCompile(`^(Custom::|AWS::CloudFormation::CustomResource$)`)
	knownMacros    = lazy.MustCompile(`^AWS::(Serverless|LanguageExtensions|SecretsManager|CodeDeploy)`)
)

// macros leaves open what macros make of a template.
func (r *reader) macros(f *file, transform *doc.Value) error {
	list := transform.Items()
	if list == nil && transform != nil {
		list = []*doc.Value{transform}
	}
	for _, m := range list {
		if !knownMacros.MatchString(m.Text()) {
			return r.unknown(Unknown{Value: flat(transform), Reason: ofProgram, Place: f.at(m)})
		}
	}
	return nil
}

// nested reads the template of a nested stack, if it is a file that lies beside; any
// other may have records of anything, as long as it is the same before and after.
func (t template) nested(r *reader, f *file, url *doc.Value, at zone.Place) error {
	name := t.text(url)
	if name != "" && !strings.Contains(name, "://") && f.depth < maxFolder {
		if path := r.findBeside(f.name, filepath.FromSlash(name), fs.FileMode.IsRegular); path != "" && !r.taken[path] {
			r.taken[path] = true
			inner, err := r.load(path)
			if err != nil {
				return err
			}
			inner.depth = f.depth + 1
			return readCloudFormation(r, inner)
		} else if path != "" {
			return nil
		}
	}
	return r.unknown(Unknown{Value: flat(url), Reason: noTemplate, Place: at})
}

// set reads a record set of a resource; the zone may stand in the group around it.
func (t template) set(r *reader, body, resource *doc.Value, at zone.Place) error {
	at = at.On(body.At())
	group, retained := resource.Get("Properties"), retains(resource, "DeletionPolicy")
	if t.private(body.Get("HostedZoneId")) || t.private(group.Get("HostedZoneId")) {
		r.skip(at)
		return nil
	}
	name, kind := t.text(body.Get("Name")), t.text(body.Get("Type"))
	hosted := cmp.Or(t.text(body.Get("HostedZoneName")), t.text(group.Get("HostedZoneName")))
	u := Unknown{Value: flat(body), Reason: ofFunction, Place: at}
	if name == "" {
		if hosted != "" {
			u.Zone, _ = zone.Absolute(hosted)
		}
		u.Type = canonicalType(kind)
		return r.unknown(u)
	}
	owner, err := route53Name(name)
	if err != nil {
		return r.broken(u, at.Errorf("%w", err))
	}
	s := set{Place: at, name: owner, rrtype: canonicalType(kind), texts: route53Texts, listed: true, retained: retained, kept: retains(resource, "UpdateReplacePolicy")}
	u.Name, u.Type, u.Listed = owner, s.rrtype, !retained
	open := kind == "" || resource.Get("Condition") != nil
	for _, v := range body.Get("ResourceRecords").Items() {
		text := t.text(v)
		open = open || text == ""
		s.values = append(s.values, datum{text: text, line: v.At()})
	}
	if records := body.Get("ResourceRecords"); records != nil && (records.Kind != '[' || records.Tag != "") {
		open = true
	}
	if reason := route53Open(body); reason.Complete() {
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

// retains reports whether a policy of a resource has its record stay
// (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html).
func retains(resource *doc.Value, policy string) bool {
	return strings.HasPrefix(resource.Get(policy).Text(), "Retain")
}

// private reports whether the ID of a zone is that of one in the template which the world
// doesn't see.
func (t template) private(id *doc.Value) bool {
	_, of := function(id) // Ref, or GetAtt of its Id
	ref := of.Text()
	if items := of.Items(); len(items) > 0 {
		ref = items[0].Text()
	}
	ref, _, _ = strings.Cut(ref, ".")
	return len(t.resources.Get(ref).Get("Properties").Get("VPCs").Items()) > 0
}

// text gives a text that is known from the template alone; "" for another.
func (t template) text(v *doc.Value) string {
	text, known := t.given(v, 0)
	if !known {
		return ""
	}
	return text
}

// variables are what Fn::Sub puts in; ${!name} stands for ${name}.
var variables = lazy.MustCompile(`\$\{(!?)[^}]*\}`)

// maxFunctions is how deep functions lie in functions.
const maxFunctions = 10

func (t template) given(v *doc.Value, depth int) (text string, known bool) {
	name, of := function(v)
	switch {
	case depth > maxFunctions:
		return "", false
	case name == "":
		return v.Text(), v.IsText() && !strings.Contains(v.Text(), "{{resolve:")
	case name == "Sub":
		if of.Kind == '[' { // with names of its own
			return "", false
		}
		text, known = t.given(of, depth+1)
		for _, m := range variables.FindAllStringSubmatch(text, -1) {
			known = known && m[1] == "!"
		}
		return strings.ReplaceAll(text, "${!", "${"), known
	case name == "Join" && len(of.List) == 2 && of.List[1].Kind == '[' && of.List[1].Tag == "":
		var parts []string
		for _, item := range of.List[1].List {
			part, ok := t.given(item, depth+1)
			if !ok {
				return "", false
			}
			parts = append(parts, part)
		}
		separator, known := t.given(of.List[0], depth+1)
		return strings.Join(parts, separator), known
	case name == "FindInMap" && len(of.List) == 3:
		found := t.mappings
		for _, item := range of.List {
			key, ok := t.given(item, depth+1)
			if found = found.Get(key); !ok {
				return "", false
			}
		}
		return t.given(found, depth+1)
	}
	return "", false
}

// function gives the name of a function, in its long or short form, and what it is of;
// "" where there is none.
func function(v *doc.Value) (name string, of *doc.Value) {
	switch {
	case v == nil:
		return "", nil
	case v.Tag != "":
		short := *v
		short.Tag = ""
		return strings.TrimPrefix(v.Tag, "!"), &short
	case v.Kind == '{' && len(v.List) == 1:
		return strings.TrimPrefix(v.Keys[0].Name, "Fn::"), v.List[0]
	}
	return "", nil
}
