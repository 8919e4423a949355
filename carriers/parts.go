package carriers

import (
	"slices"

	"blitiri.com.ar/go/spf"

	"spfcheck/spfcheck/i18n"
)

// What the tables of several carriers say in the same words.

// anyResult is every result but temperror: under DNS trouble nothing is known.
var anyResult = []spf.Result{spf.Pass, spf.None, spf.Fail, spf.SoftFail, spf.Neutral, spf.PermError}

var filterIsOff = i18n.Text{
	EN: "the subscriber has switched the filter off",
	JA: "受信者がこのフィルターを使っていません",
}

// sources appends without touching the array that base may share.
func sources(base []Source, more ...Source) []Source {
	return slices.Concat(base, more)
}
