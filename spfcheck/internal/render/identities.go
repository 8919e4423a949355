package render

import (
	"io"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

func writeIdentities(w io.Writer, o Options, ids *spfcheck.Identities) error {
	p := newPage(w, o)
	var rows [][]string
	for _, id := range ids.Identities {
		address, field := "-", escape(id.Field)
		if id.Address != nil {
			address = show(*id.Address)
		}
		switch {
		case id.Why.Complete() && id.Address != nil:
			field += ": " + p.say(id.Why)
		case id.Why.Complete():
			field = p.say(id.Why)
		}
		rows = append(rows, []string{
			p.say(id.Kind.Name()), address, field, lookers(id),
		})
	}
	const kind, address, looked = 18, 26, 18
	titled := append(slices.Clip(rows), []string{"", p.say(colAddress)})
	field := max(18, p.width()-kind-min(address, columnWidth(titled, 1))-looked-3*len(plainTable.Box.PaddingRight))
	p.table([]i18n.Text{colIdentity, colAddress, colField, colLookedAt}, rows, kind, address, field)
	p.notes(ids.Notes)
	return p.w.Flush()
}

// lookers names the carriers that look at an identity under any setting.
func lookers(id spfcheck.Identity) string {
	var names []string
	for _, setting := range id.LookedAt {
		carrier, _, _ := strings.Cut(setting, ":")
		if !slices.Contains(names, carrier) {
			names = append(names, carrier)
		}
	}
	return strings.Join(names, " ")
}
