package change

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// isTerraform recognises what terraform or tofu print, and a plan as they write it.
func isTerraform(f *file, named bool) bool {
	return isPlanFile(f) || hasPrefix(f, `{"@level"`) || hasKey("resource_changes", "terraform_version", "planned_values")(f, named)
}

// isPlanFile recognises the binary form of a plan, an archive.
func isPlanFile(f *file) bool {
	return hasPrefix(f, "PK\x03\x04") && bytes.Contains(f.data, []byte("tfplan"))
}

func hasPrefix(f *file, prefix string) bool { return bytes.HasPrefix(f.data, []byte(prefix)) }

// readTerraform reads the plan that terraform show -json prints, and of it what
// is done to records of the types in terraformTypes. What stays as it is isn't
// part of the change, but of what was before.
func readTerraform(r *reader, f *file) error {
	if isPlanFile(f) {
		data, err := r.print(showPlan, f.name)
		if err != nil {
			return zone.Place{File: f.name}.Errorf("a plan in its binary form: %w", err)
		}
		f.data = data
	}
	if hasPrefix(f, `{"@level"`) {
		return zone.Place{File: f.name, Line: 1}.Errorf("the messages of terraform plan -json aren't the plan: write it with -out FILE and print it with terraform show -json FILE")
	}
	top, err := f.object()
	if err != nil {
		return err
	}
	if firstOf(top, "resource_changes", "planned_values", "configuration") == nil {
		return f.at(top).Errorf("a state, which says nothing of a change: print a plan with terraform show -json FILE")
	}
	if isTrue(top.Get("errored")) {
		return f.at(top).Errorf("the plan isn't all of what changes, since making it failed: fix what terraform plan complains of")
	}
	plan := &tfjson.Plan{}
	if err := json.Unmarshal(f.data, plan); err != nil {
		return f.at(top).Errorf("%w", err)
	}
	p := &terraformPlan{reader: r, zones: newTerraformZones(top), cleared: map[rrset]zone.Place{}}
	nodes := top.Get("resource_changes").Items()
	if len(nodes) != len(plan.ResourceChanges) {
		return f.at(top).Errorf("resource_changes is not a list")
	}
	for i, c := range plan.ResourceChanges {
		if err := p.change(c, nodes[i], f.at(nodes[i])); err != nil {
			return err
		}
	}
	for i, node := range top.Get("deferred_changes").Items() {
		if i >= len(plan.DeferredChanges) || plan.DeferredChanges[i] == nil {
			continue
		}
		if err := p.deferred(plan.DeferredChanges[i], node, f.at(node)); err != nil {
			return err
		}
	}
	return p.prior(f, top)
}

// terraformPlan reads the changes of a plan.
type terraformPlan struct {
	reader  *reader
	zones   *terraformZones
	cleared map[rrset]zone.Place // the RRsets of resources that go
}

// change reads one resource change.
func (p *terraformPlan) change(c *tfjson.ResourceChange, node *doc.Value, at zone.Place) error {
	if c == nil || c.Change == nil {
		return at.Errorf("the resource change is empty")
	}
	at.Source = c.Address
	actions := c.Change.Actions
	if c.Mode == tfjson.DataResourceMode || actions.NoOp() || actions.Read() || actions.Forget() {
		return nil
	}
	body := node.Get("change")
	kind, ok := terraformTypes[c.Type]
	if !ok {
		if isZoneResource(c.Type) && (actions.Delete() || actions.Replace()) {
			return p.zoneGoes(c.Type, body.Get("before"), at)
		}
		return p.other(c.Type, otherRecords.MatchString(c.Type), body, at)
	}
	goes, comes := does(actions, tfjson.ActionDelete, tfjson.ActionUpdate), does(actions, tfjson.ActionCreate, tfjson.ActionUpdate)
	if !goes && !comes {
		return at.Errorf("the actions %v can't be read", actions)
	}
	var before, after []*terraformRecord
	if goes { // or it is forgotten, and stays
		before = p.resource(c.Type, kind, terraformResource{Place: at, address: keyless(c.Address), attrs: body.Get("before")})
	}
	if comes {
		after = p.resource(c.Type, kind, terraformResource{Place: at, address: keyless(c.Address), attrs: body.Get("after"), open: body.Get("after_unknown")})
	}
	switch {
	case sameDS(kind, body, before, after):
		return nil // such as where its TTL changes
	case kind.beside:
		return p.single(before, after)
	}
	return p.whole(one(before), one(after), !goes && kind.overwrite != "" && !isTrue(body.Get("after").Get(kind.overwrite)))
}

// does reports whether one of several actions is among those of a resource.
func does(actions tfjson.Actions, some ...tfjson.Action) bool {
	return slices.ContainsFunc(actions, func(a tfjson.Action) bool { return slices.Contains(some, a) })
}

// resource reads the records of a resource that the world sees.
func (p *terraformPlan) resource(name string, kind terraformType, res terraformResource) []*terraformRecord {
	res.terraformType, res.plan = kind, p
	var list []*terraformRecord
	for _, rec := range res.records() {
		if strings.HasPrefix(name, "cloudflare_") {
			res.cloudflare(rec)
		}
		if rec.private {
			p.reader.skip(rec.Place)
			continue
		}
		list = append(list, rec)
	}
	return list
}

func one(list []*terraformRecord) *terraformRecord {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// whole changes an RRset that is a resource. One that is new isn't there yet. Where one
// resource has it made and another has it go, as where a resource gets another name without
// a moved block, nothing says which comes first.
func (p *terraformPlan) whole(before, after *terraformRecord, fresh bool) error {
	if before != nil && after != nil && (after.name == "" || after.rrtype == "") {
		before.reason = staysAfterApply
	}
	if before != nil && (after == nil || before.name != after.name || before.rrtype != after.rrtype) {
		if err := p.goes(before, func(s set) error {
			k := rrset{name: s.name, rrtype: s.rrtype}
			p.cleared[k] = s.Place
			if h, here := p.reader.sets[k]; here && h.Source != s.Source {
				return p.renamed(k, s.Place, h.Place)
			}
			return p.reader.clear(s.name, s.rrtype, s.Place)
		}); err != nil {
			return err
		}
	}
	if after == nil {
		return nil
	}
	if gone, ok := p.cleared[rrset{name: after.name, rrtype: after.rrtype}]; ok && gone.Source != after.Source {
		return p.renamed(rrset{name: after.name, rrtype: after.rrtype}, gone, after.Place)
	}
	return p.comes(after, fresh)
}

// renamed leaves open an RRset that one resource deletes and another makes.
func (p *terraformPlan) renamed(k rrset, goes, comes zone.Place) error {
	err := comes.Errorf("it is made here and deleted at %s, and nothing says which comes first: where the resource only has another name now, a moved block (in Pulumi an alias) says so", goes)
	return p.reader.broken(Unknown{Name: k.name, Type: k.rrtype}, err)
}

// single changes records that are resources, beside others of their RRsets.
func (p *terraformPlan) single(before, after []*terraformRecord) error {
	for _, rec := range before {
		if err := p.goes(rec, p.reader.remove); err != nil {
			return err
		}
	}
	for _, rec := range after {
		if err := p.comes(rec, false); err != nil {
			return err
		}
	}
	return nil
}

// goes takes back what was, or leaves it open.
func (p *terraformPlan) goes(rec *terraformRecord, remove func(set) error) error {
	if err := p.guessed(rec, false); err != nil {
		return err
	}
	switch {
	case rec.reason.Complete():
		return p.leave(rec, false)
	case rec.flat:
		for _, rrtype := range addressTypes {
			if err := p.reader.clear(rec.name, rrtype, rec.Place); err != nil {
				return err
			}
		}
		return nil
	}
	return remove(rec.set)
}

func (p *terraformPlan) comes(rec *terraformRecord, fresh bool) error {
	if err := p.guessed(rec, fresh); err != nil {
		return err
	}
	switch {
	case rec.reason.Complete():
		return p.leave(rec, fresh)
	case rec.flat:
		if err := p.supposed(rec); err != nil {
			return err
		}
		return p.reader.flatten(rec.set, addressTypes...)
	}
	return p.reader.put(rec.set)
}

// supposed leaves open what a CNAME hides that is flattened at the origin of a zone alone.
func (p *terraformPlan) supposed(rec *terraformRecord) error {
	if !rec.supposed {
		return nil
	}
	u := rec.open()
	u.ExceptOrigin = true
	u.Reason = originUnknown.Format(strings.TrimSuffix(rec.name, "."))
	return p.reader.open(u, "CNAME")
}

// guessed leaves open what a name may stand for that was taken for whole.
func (p *terraformPlan) guessed(rec *terraformRecord, fresh bool) error {
	if rec.labels == "" || rec.set.name == "" {
		return nil
	}
	u := rec.open()
	u.Name, u.Labels, u.Fresh, u.Guess, u.Reason = "", rec.labels, fresh, true, unknownZone.Format(doc.Excerpt(rec.labels))
	return p.reader.unknown(u)
}

// leave notes what is open.
func (p *terraformPlan) leave(rec *terraformRecord, fresh bool) error {
	types := rec.types
	if types == nil {
		types = []string{cmp.Or(rec.rrtype, rec.foreign)}
	}
	u := rec.open()
	u.Exists, u.Reason = rec.exists, rec.reason
	if u.Name == "" {
		u.Zone, u.Labels, u.Fresh = rec.within, rec.labels, fresh
	}
	return p.reader.open(u, types...)
}

// prior reads the records that the plan begins with: DNS as it is, so far as
// Terraform keeps it.
func (p *terraformPlan) prior(f *file, top *doc.Value) error {
	before := p.reader.prior()
	old := &terraformPlan{reader: before, zones: p.zones}
	var err error
	eachResource(top.Get("prior_state").Get("values").Get("root_module"), func(v *doc.Value) {
		kind, ok := terraformTypes[v.Get("type").Text()]
		if !ok || err != nil || v.Get("mode").Text() == "data" {
			return
		}
		at := f.at(v)
		at.Source = v.Get("address").Text()
		res := terraformResource{Place: at, address: keyless(at.Source), attrs: v.Get("values")}
		for _, rec := range old.resource(v.Get("type").Text(), kind, res) {
			if err == nil {
				err = old.comes(rec, false)
			}
		}
	})
	return err
}
