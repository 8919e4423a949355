package carriers

import (
	"fmt"
	"slices"
	"strings"
)

// SettingID names a setting of a carrier.
type SettingID struct {
	Carrier string // ID of a profile
	Setting string // ID of one of its settings
}

// String gives the form that ParseSettingID takes: "au:medium".
func (id SettingID) String() string { return id.Carrier + ":" + id.Setting }

// ParseSettingID finds the setting that "carrier:setting" names. The error says
// which there are.
func ParseSettingID(s string) (SettingID, error) {
	carrier, setting, _ := strings.Cut(s, ":")
	p := ByID(carrier)
	if p == nil {
		return SettingID{}, fmt.Errorf("no carrier %q; there are %s", carrier, strings.Join(IDs(), ", "))
	}
	if _, found := p.Setting(setting); found == nil {
		return SettingID{}, fmt.Errorf("no setting %q of %s; there are %s", setting, carrier, strings.Join(SettingIDs(p), ", "))
	}
	return SettingID{Carrier: carrier, Setting: setting}, nil
}

// IDs lists the profiles that can be judged: all of them.
func IDs() []string {
	var ids []string
	for _, p := range All {
		ids = append(ids, p.ID)
	}
	return ids
}

// SettingIDs lists the settings of profiles, as ParseSettingID takes them.
func SettingIDs(profiles ...*Profile) []string {
	var ids []string
	for _, p := range profiles {
		for _, s := range p.settings() {
			ids = append(ids, SettingID{Carrier: p.ID, Setting: s.ID}.String())
		}
	}
	return ids
}

// Judged lists the settings of f, one of p's filters, that count: those chosen,
// or the default where none of them is chosen.
func (f *Filter) Judged(p *Profile, chosen []SettingID) []string {
	var judged []string
	for _, s := range f.Settings {
		if slices.Contains(chosen, SettingID{Carrier: p.ID, Setting: s.ID}) {
			judged = append(judged, s.ID)
		}
	}
	if judged == nil {
		judged = []string{f.Default}
	}
	return judged
}
