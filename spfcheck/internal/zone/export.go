package zone

import (
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// What Cloudflare's exports have: the zone in a comment at the head, and a record
// of which the addresses aren't those that are answered in one behind it
// (https://developers.cloudflare.com/dns/manage-dns-records/how-to/import-and-export/).
var (
	exportHead    = lazy.MustCompile(`^(?:;;.*\n|\s*\n)*;;\s*Domain:\s+(\S+)`)
	exportProxied = lazy.MustCompile(`;.*\bcf-proxied:true\b`)
	exportFlat    = lazy.MustCompile(`;.*\bcf-flatten-cname\b`)
)

// Export gives the zone of a file that Cloudflare has exported. The owner of its SOA
// is the zone even where it is written "@" below the root, or lacks its dot; other
// names are whole. ok is false for any other file.
func Export(text string) (origin string, ok bool) {
	m := exportHead.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	origin, err := Absolute(m[1])
	return origin, err == nil
}

func proxied(entry string) bool { return exportProxied.MatchString(entry) }

func flattened(entry string) bool { return exportFlat.MatchString(entry) }
