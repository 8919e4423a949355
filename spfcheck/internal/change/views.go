package change

import (
	"slices"
	"strings"
)

// What views are called that the world sees, and that it doesn't.
var (
	publicTags  = []string{"outside", "external", "public", "internet", "world", "out", "ext", "default"}
	privateTags = []string{"inside", "internal", "private", "intranet", "lan", "in", "int", "office", "vpn", "corp"}
)

// publicTag finds the one of several views that the world sees by what they are called;
// -1: none or several may be it.
func (r *reader) publicTag(tags []string) int {
	for _, test := range []func(string) bool{
		func(string) bool { return len(tags) == 1 },
		func(tag string) bool { return r.options.View != "" && tag == strings.ToLower(r.options.View) },
		func(tag string) bool { return tag == "" },
		func(tag string) bool { return slices.Contains(publicTags, tag) },
		func(tag string) bool { return !slices.Contains(privateTags, tag) },
	} {
		found, n := -1, 0
		for i, tag := range tags {
			if test(strings.ToLower(tag)) {
				found, n = i, n+1
			}
		}
		if n == 1 {
			return found
		}
	}
	return -1
}
