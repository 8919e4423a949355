package change

import (
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// terraformZones are the zones that a plan knows of.
type terraformZones struct {
	byID      map[string]terraformZone
	byAddress map[string]terraformZone // of resources and data, without the keys of count and for_each
	config    map[string]*doc.Value    // the expressions of resources and data, by address
	calls     map[string]*doc.Value    // the expressions of modules' inputs, by the module's address
	variables *doc.Value               // of the root
	// top has, by the ID of a zone, the name that its records are all at or below. In
	// plans that want whole names and don't have the zone it is taken for the apex.
	top map[string]string
}

type terraformZone struct {
	name    string // canonical
	private bool
}

// zoneTypes are the types of resources and data that stand for zones.
var zoneTypes = lazy.MustCompile(`(zone|zones|domain|domains|sakura(cloud)?_dns)(_v\d+)?$`)

// What the attributes of such a resource are called.
var (
	zoneNames = []string{"zone", "dns_name", "domain_name", "domain", "name"}
	zoneIDs   = []string{"zone_id", "id", "name", "zone_name"}
	zoneLists = []string{"zones", "result", "domains", "filter"}
)

func newTerraformZones(top *doc.Value) *terraformZones {
	z := &terraformZones{
		byID: map[string]terraformZone{}, byAddress: map[string]terraformZone{}, config: map[string]*doc.Value{}, calls: map[string]*doc.Value{},
		variables: top.Get("variables"), top: map[string]string{},
	}
	z.configured("", top.Get("configuration").Get("root_module"), 0)
	eachResource(top.Get("prior_state").Get("values").Get("root_module"), z.note)
	eachResource(top.Get("planned_values").Get("root_module"), z.note)
	for _, c := range top.Get("resource_changes").Items() {
		for _, side := range []string{"before", "after"} {
			z.noteAttrs(c, c.Get("change").Get(side))
		}
	}
	return z
}

// eachResource calls f for the resources of a module and of those in it.
func eachResource(m *doc.Value, f func(res *doc.Value)) {
	for _, res := range m.Get("resources").Items() {
		f(res)
	}
	for _, child := range m.Get("child_modules").Items() {
		eachResource(child, f)
	}
}

// configured takes in a module of the configuration.
func (z *terraformZones) configured(prefix string, m *doc.Value, depth int) {
	if depth > maxFolder {
		return
	}
	for _, res := range m.Get("resources").Items() {
		z.config[prefix+res.Get("address").Text()] = res.Get("expressions")
	}
	calls := m.Get("module_calls")
	for i, name := range calls.Names() {
		inner := prefix + "module." + name + "."
		z.calls[inner] = calls.List[i].Get("expressions")
		z.configured(inner, calls.List[i].Get("module"), depth+1)
	}
}

func (z *terraformZones) note(res *doc.Value) { z.noteAttrs(res, res.Get("values")) }

// noteAttrs learns from a zone, or from a record that says its whole name.
func (z *terraformZones) noteAttrs(res, attrs *doc.Value) {
	z.noteKind(res.Get("type").Text(), keyless(res.Get("address").Text()), attrs)
}

func (z *terraformZones) noteKind(kind, address string, attrs *doc.Value) {
	if t, ok := terraformTypes[kind]; ok && t.zoneID != "" {
		z.learn(t, attrs)
	}
	if !zoneTypes.MatchString(kind) {
		return
	}
	z.noteZone(address, attrs)
	for _, list := range zoneLists {
		for _, item := range attrs.Get(list).Items() {
			z.noteZone(address, item)
		}
	}
}

func (z *terraformZones) noteZone(address string, attrs *doc.Value) {
	name := firstOf(attrs, zoneNames...).Text()
	origin, ok := zoneNamed(name)
	if !ok {
		return
	}
	found := terraformZone{name: origin}
	found.private = isPrivateZone(attrs)
	z.byAddress[address] = found
	for _, key := range zoneIDs {
		if id := attrs.Get(key).Text(); id != "" {
			z.byID[id] = found
		}
	}
}

// zoneNamed gives the zone that a text names; false where it is no name, but a label or
// an ID.
func zoneNamed(text string) (origin string, ok bool) {
	origin, err := zone.Absolute(text)
	return origin, err == nil && strings.Contains(text, ".")
}

func isPrivateZone(attrs *doc.Value) bool {
	return isTrue(attrs.Get("private_zone")) || len(attrs.Get("vpc").Items()) > 0 || strings.EqualFold(attrs.Get("visibility").Text(), "private")
}

// learn finds the name of a zone in a record that has its ID, and both a relative name
// and the whole one; and the name that all of its records are at or below.
func (z *terraformZones) learn(t terraformType, attrs *doc.Value) {
	id, name := attrs.Get(t.zoneID).Text(), strings.ToLower(firstOf(attrs, t.name...).Text())
	full := strings.ToLower(strings.TrimSuffix(attrs.Get(t.full).Text(), "."))
	if id == "" {
		return
	}
	if strings.Contains(name, ".") {
		if top, ok := z.top[id]; !ok {
			z.top[id] = name + "."
		} else {
			z.top[id] = common(top, name+".")
		}
	}
	rest, below := strings.CutPrefix(full, name+".")
	if name == "@" || name == "" {
		rest, below = full, full != ""
	}
	if _, known := z.byID[id]; below && !known && full != "" {
		if origin, err := zone.Absolute(rest); err == nil {
			z.byID[id] = terraformZone{name: origin}
		}
	}
}

// common is the longest name that two names are at or below.
func common(a, b string) string {
	for a != "" && b != a && !strings.HasSuffix(b, "."+a) {
		_, a, _ = strings.Cut(a, ".")
	}
	return a
}

// zoneName finds the zone of a resource: its name, its ID among those that the plan
// knows, or what its configuration refers to.
func (res terraformResource) zoneName(attrs *doc.Value) (origin string, private, known bool) {
	for _, attr := range append(res.zone, res.zoneID) {
		text := attrs.Get(attr).Text()
		if text == "" {
			continue
		}
		if z, ok := res.plan.zones.byID[text]; ok {
			return z.name, z.private, true
		}
		if origin, ok := zoneNamed(text); ok {
			return origin, false, true
		}
	}
	for _, attr := range append(res.zone, res.zoneID) {
		prefix := modulePrefix(res.address)
		if z, ok := res.plan.zones.refers(prefix, res.plan.zones.config[res.address].Get(attr), map[string]bool{}); ok {
			return z.name, z.private, true
		}
	}
	return res.plan.reader.origin, false, res.plan.reader.origin != ""
}

// refers finds the zone that an expression refers to. Each input of a module is looked
// at once.
func (z *terraformZones) refers(prefix string, expression *doc.Value, seen map[string]bool) (terraformZone, bool) {
	for _, reference := range expression.Get("references").Items() {
		ref := keyless(reference.Text())
		if name, ok := strings.CutPrefix(ref, "var."); ok {
			name, _, _ = strings.Cut(name, ".")
			if found, ok := z.byID[z.variables.Get(name).Get("value").Text()]; ok && prefix == "" {
				return found, true
			}
			if key := prefix + name; !seen[key] {
				seen[key] = true
				if found, ok := z.refers(outer(prefix), z.calls[prefix].Get(name), seen); ok {
					return found, true
				}
			}
			continue
		}
		parts := strings.Split(ref, ".")
		n := 2
		if parts[0] == "data" {
			n = 3
		}
		if len(parts) < n {
			continue
		}
		address := prefix + strings.Join(parts[:n], ".")
		if found, ok := z.byAddress[address]; ok {
			return found, true
		}
		for _, attr := range zoneNames { // of one that isn't made yet
			name := z.config[address].Get(attr).Get("constant_value").Text()
			if origin, ok := zoneNamed(name); ok {
				return terraformZone{name: origin}, true
			}
		}
	}
	return terraformZone{}, false
}

// indexes are the keys of count and for_each in an address.
var indexes = lazy.MustCompile(`\[(?:[^\]"]*|"(?:[^"\\]|\\.)*")\]`)

func keyless(address string) string { return indexes.ReplaceAllString(address, "") }

// modulePrefix gives the part of an address that names the module, with its dot.
func modulePrefix(address string) string {
	parts, n := strings.Split(address, "."), 0
	for n+1 < len(parts) && parts[n] == "module" {
		n += 2
	}
	if n == 0 {
		return ""
	}
	return strings.Join(parts[:n], ".") + "."
}

// outer is the prefix of the module around one.
func outer(prefix string) string {
	parts := strings.Split(strings.TrimSuffix(prefix, "."), ".")
	if len(parts) <= 2 {
		return ""
	}
	return strings.Join(parts[:len(parts)-2], ".") + "."
}
