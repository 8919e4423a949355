package change

import (
	"encoding/json"
	"fmt"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// readTerraform reads the plan that terraform show -json prints, and of it what
// is done to records of the types in terraformTypes. What stays as it is isn't
// part of the change.
func readTerraform(r *reader, f *file) error {
	top, err := f.object()
	if err != nil {
		return err
	}
	at := zone.Place{File: f.name, Line: top.Line}
	plan := &tfjson.Plan{}
	if err := json.Unmarshal(f.data, plan); err != nil {
		return at.Errorf("%w", err)
	}
	p := &terraformPlan{reader: r, zones: terraformZones(top)}
	nodes := top.Get("resource_changes").Items()
	if len(nodes) != len(plan.ResourceChanges) {
		return at.Errorf("resource_changes is not a list")
	}
	for i, c := range plan.ResourceChanges {
		if err := p.change(c, nodes[i], at); err != nil {
			return err
		}
	}
	for i, node := range top.Get("deferred_changes").Items() {
		if i >= len(plan.DeferredChanges) || plan.DeferredChanges[i] == nil {
			continue
		}
		if err := p.deferred(plan.DeferredChanges[i], node, at); err != nil {
			return err
		}
	}
	return nil
}

// terraformPlan reads the changes of a plan.
type terraformPlan struct {
	reader *reader
	zones  map[string]string // the names of zones, by their ids
}

// otherRecords are resources that look as if they were records of DNS too.
var otherRecords = lazy.MustCompile(`(dns|domain|zone|route53|^ns1|^digitalocean|^dnsimple).*_(entry|records?|record_?sets?|recordset)(_v\d+|_exclusive)?$`)

// change reads one resource change.
func (p *terraformPlan) change(c *tfjson.ResourceChange, node *doc.Value, at zone.Place) error {
	at = at.On(node.At())
	if c == nil || c.Change == nil {
		return at.Errorf("the resource change is empty")
	}
	at.Source = c.Address
	actions := c.Change.Actions
	if c.Mode == tfjson.DataResourceMode || actions.NoOp() || actions.Read() || actions.Forget() {
		return nil
	}
	kind, ok := terraformTypes[c.Type]
	if !ok {
		if otherRecords.MatchString(c.Type) {
			return at.Errorf("records of the type %s can't be read", doc.Excerpt(c.Type))
		}
		return nil
	}
	updates := actions.Update() || actions.Replace()
	if !updates && !actions.Create() && !actions.Delete() {
		return at.Errorf("the actions %v can't be read", actions)
	}
	body := node.Get("change")
	var before, after *terraformRecord
	var err error
	if !actions.Create() {
		res := terraformResource{Place: at, plan: p, attrs: body.Get("before")}
		if before, err = kind.read(res); err != nil {
			return err
		}
	}
	if !actions.Delete() {
		res := terraformResource{Place: at, plan: p, attrs: body.Get("after"), open: body.Get("after_unknown")}
		if after, err = kind.read(res); err != nil {
			return err
		}
	}
	if kind.beside {
		return p.single(before, after)
	}
	return p.whole(before, after)
}

// whole changes an RRset that is a resource.
func (p *terraformPlan) whole(before, after *terraformRecord) error {
	if before != nil && after != nil && (after.name == "" || after.rrtype == "") {
		before.reason = "whether it stays is " + afterApply
	}
	if before != nil && (after == nil || before.name != after.name || before.rrtype != after.rrtype) {
		if err := p.goes(before, func(s set) error { return p.reader.clear(s.name, s.rrtype, s.Place) }); err != nil {
			return err
		}
	}
	return p.comes(after)
}

// single changes a record that is a resource, beside others of its RRset.
func (p *terraformPlan) single(before, after *terraformRecord) error {
	if before != nil {
		if err := p.goes(before, p.reader.remove); err != nil {
			return err
		}
	}
	return p.comes(after)
}

// goes takes back what was, or leaves it open.
func (p *terraformPlan) goes(rec *terraformRecord, remove func(set) error) error {
	switch {
	case rec.reason != "":
		return p.leave(rec)
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

func (p *terraformPlan) comes(rec *terraformRecord) error {
	switch {
	case rec == nil:
		return nil
	case rec.reason != "":
		return p.leave(rec)
	case rec.flat:
		return p.reader.flatten(rec.set, addressTypes...)
	}
	return p.reader.put(rec.set)
}

// leave notes an RRset that is open.
func (p *terraformPlan) leave(rec *terraformRecord) error {
	types := rec.types
	if types == nil {
		types = []string{rec.rrtype}
	}
	for _, rrtype := range types {
		u := Unknown{Name: rec.name, Type: rrtype, Reason: rec.reason, Place: rec.Place}
		if err := p.reader.unknown(u); err != nil {
			return err
		}
	}
	return nil
}

// deferred notes a change that Terraform puts off.
func (p *terraformPlan) deferred(c *tfjson.DeferredResourceChange, node *doc.Value, at zone.Place) error {
	if c.ResourceChange == nil {
		return at.On(node.At()).Errorf("the deferred change is empty")
	}
	kind, ok := terraformTypes[c.ResourceChange.Type]
	if !ok {
		return nil
	}
	at = at.On(node.At())
	at.Source = c.ResourceChange.Address
	body := node.Get("resource_change").Get("change")
	res := terraformResource{Place: at, plan: p, attrs: body.Get("after"), open: body.Get("after_unknown")}
	rec, err := kind.read(res)
	if err != nil {
		return err
	}
	rec.reason = fmt.Sprintf("the change is deferred (%s)", c.Reason)
	return p.leave(rec)
}

// terraformZones finds the names of the zones that the plan knows of.
func terraformZones(top *doc.Value) map[string]string {
	zones := map[string]string{}
	note := func(kind string, attrs *doc.Value) {
		if kind != "aws_route53_zone" && kind != "cloudflare_zone" {
			return
		}
		name := firstOf(attrs, "zone", "name").Text()
		for _, key := range []string{"zone_id", "id"} {
			if id := attrs.Get(key).Text(); id != "" && name != "" {
				zones[id] = name
			}
		}
	}
	var module func(m *doc.Value)
	module = func(m *doc.Value) {
		for _, res := range m.Get("resources").Items() {
			note(res.Get("type").Text(), res.Get("values"))
		}
		for _, child := range m.Get("child_modules").Items() {
			module(child)
		}
	}
	module(top.Get("prior_state").Get("values").Get("root_module"))
	module(top.Get("planned_values").Get("root_module"))
	return zones
}
