package lint_test

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/spfcheck/spfcheck/spfcheck/internal/rules"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
)

// TestRepairedHasNoFault looks through the records that those of testdata/repair.txtar
// were repaired to: nothing is wrong with them that was repaired.
func TestRepairedHasNoFault(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join("..", "..", "testdata", "repair.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	const others = `
. SOA ns. hostmaster. 1 3600 600 86400 60
shop.example. MX 10 mail.example.jp.
shop.example. A 203.0.113.9
shop.example. AAAA 2001:db8:9::9
mail.example.jp. A 203.0.113.9
mail.example.jp. AAAA 2001:db8:9::9
a.example.jp. TXT "not allowed"
_spf.example.net. TXT "v=spf1 ip4:203.0.113.64/26 -all"
_spf1.example.net. TXT "v=spf1 ip4:203.0.113.64/27 -all"
_spf2.example.net. TXT "v=spf1 ip4:203.0.113.96/27 -all"
xn--wgv71a119e.jp. TXT "v=spf1 ip4:203.0.113.64/26 -all"
`
	for _, section := range archive.Files {
		_, comes, _ := strings.Cut(string(section.Data), "=>\n")
		record, _, _ := strings.Cut(comes, "\n")
		if record == "" {
			continue
		}
		t.Run(section.Name, func(t *testing.T) {
			zone := others + "shop.example. TXT " + strconv.Quote(record) + "\n"
			rep := lintDomain(t, offline(t, zone), lint.Request{Domain: "shop.example"})
			for _, f := range rep.Findings {
				if strings.HasPrefix(f.Code, "SPF") && f.Severity != rules.Info && f.Code != "SPF017" { // documentation addresses
					t.Errorf("%s of %q: %s", f.Code, record, f.Message.EN)
				}
			}
		})
	}
}
