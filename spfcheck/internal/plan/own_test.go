package plan_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/plan"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

func TestMayChange(t *testing.T) {
	for _, c := range []struct {
		from, domain string
		want         plan.Answer
		why          string
	}{
		{"shop.example.jp", "shop.example.jp", plan.Yes, ""},
		{"shop.example.jp", "example.jp", plan.Yes, ""},
		{"shop.example.jp", "news.example.jp", plan.Yes, ""},
		{"shop.example.jp", "_dmarc.news.example.jp", plan.Yes, ""},
		{"example.co.jp", "example.co.jp", plan.Yes, ""},
		{"digitalocean.com", "spf.digitalocean.com", plan.Yes, ""},
		{"shop.example", "mail.shop.example", plan.Yes, ""}, // a top-level domain that isn't in the list

		{"gmail.com", "gmail.com", plan.No, "belongs to Gmail"},
		{"yahoo.co.jp", "yahoo.co.jp", plan.No, "Yahoo! JAPAN"},
		{"shop.example.jp", "googlemail.com", plan.No, "Gmail"},
		{"shop.example.jp", "outlook.jp", plan.No, "mailboxes of Microsoft"},
		{"me.com", "me.com", plan.No, "mailboxes of Apple"},
		{"abc.biglobe.ne.jp", "abc.biglobe.ne.jp", plan.No, "mailboxes of BIGLOBE"},
		{"docomo.ne.jp", "docomo.ne.jp", plan.No, "belongs to NTT docomo"},
		{"shop.example.jp", "x.ezweb.ne.jp", plan.No, "belongs to au"},
		{"shop.example.jp", "mail.docomo.ne.jp", plan.No, "belongs to NTT docomo"},
		{"shop.example.jp", "amazonses.com", plan.No, "the service Amazon SES"},
		{"shop.example.jp", "ap-northeast-1.amazonses.com", plan.No, "the service Amazon SES"},
		{"shop.example.jp", "salesforce.com", plan.No, "the service Salesforce"},
		{"shop.example.jp", "em1234.sendgrid.net", plan.No, "the service SendGrid"},
		{"deep-space.blue", "www2334.sakura.ne.jp", plan.No, "the service"},
		{"shop3.jp", "sv12345.xserver.jp", plan.No, "the service"},
		{"shop.example.jp", "co.jp", plan.No, "public suffix"},
		{"shop.example.jp", "jp", plan.No, "public suffix"},
		{"localhost", "localhost", plan.No, "without a dot"},
		{"shop.example.jp", "", plan.No, "no domain"},

		{"digitalocean.com", "mg-spf.greenhouse.io", plan.NotKnown, "yours? It isn't in the organizational domain of digitalocean.com"},
		{"shop.example.jp", "mailer.example.net", plan.NotKnown, "yours?"},
		{"a.example.co.jp", "other.co.jp", plan.NotKnown, "yours?"},
		{"shop.github.io", "shop.github.io", plan.NotKnown, "is below github.io"},
		{"shop.myshopify.com", "shop.myshopify.com", plan.NotKnown, "is below myshopify.com"},
		{"", "shop.example.jp", plan.NotKnown, "yours?"},
	} {
		t.Run(c.from+" "+c.domain, func(t *testing.T) {
			got, why := plan.MayChange(c.from, c.domain)
			if got != c.want || !strings.Contains(why.EN, c.why) || why.Complete() == (c.want == plan.Yes) {
				t.Errorf("%s, %q", got, why)
			}
		})
	}
}

// TestServicesAreTheirs wants no domain that a service has for its customers'
// records to be anybody's to change.
func TestServicesAreTheirs(t *testing.T) {
	for _, p := range senders.All {
		for _, name := range slices.Concat([]string{p.RangesAt}, p.MX, p.Obsolete) {
			if name == "" || strings.Contains(name, "<") {
				continue
			}
			if got, _ := plan.MayChange("shop.example.jp", name); got != plan.No {
				t.Errorf("%s of %s: %s", name, p.ID, got)
			}
		}
	}
}
