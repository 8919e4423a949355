package rules

import "github.com/spfcheck/spfcheck/spfcheck/internal/zone"

// Locate puts in where the records that findings are about stand in files. One that is
// in none of them is reached from the record of the domain that was looked at, and has
// the place of that.
func Locate(findings []Finding, domain string, places *zone.Places) {
	for i := range findings {
		f := &findings[i]
		if f.Place = places.Text(f.Name, f.Record); f.Place == nil {
			f.Place = places.Text(domain, "")
		}
	}
}
