package main

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"

	"golang.org/x/text/width"

	"spfcheck/spfcheck/i18n"
)

// parseIP takes an IPv4 or IPv6 address in its usual form. What people write
// instead is refused with what to write.
func parseIP(s string) (netip.Addr, error) {
	a, err := netip.ParseAddr(s)
	if err == nil && a.Zone() == "" {
		return a.Unmap(), nil
	}
	for _, slip := range ipSlips {
		if slip.seen(s) {
			return netip.Addr{}, flagError("ip", fmt.Errorf("%q is no address", s), slip.hint(s))
		}
	}
	return netip.Addr{}, flagError("ip", fmt.Errorf("%q is no address", s),
		i18n.Text{EN: "write it as 192.0.2.1 or 2001:db8::1", JA: "192.0.2.1 や 2001:db8::1 のように書いてください"})
}

// ipSlip is a common way to write an address wrongly.
type ipSlip struct {
	seen func(string) bool
	hint func(string) i18n.Text
}

var leadingZero = regexp.MustCompile(`^[0-9.]*(^|\.)0[0-9][0-9.]*$`)

// ipSlips are tried in order; the first that is seen explains.
var ipSlips = []ipSlip{
	{
		func(s string) bool { return width.Fold.String(s) != s },
		func(s string) i18n.Text {
			return i18n.Text{
				EN: "it is in full-width characters; write %s",
				JA: "全角文字です。%s と書いてください",
			}.Format(width.Fold.String(s))
		},
	},
	{
		func(s string) bool { return strings.Contains(s, "/") },
		says(
			"it is a range; give single addresses, --ip can be repeated",
			"範囲です。--ip を繰り返して、アドレスを 1 つずつ指定してください",
		),
	},
	{
		func(s string) bool { _, err := netip.ParseAddrPort(s); return err == nil },
		says("leave the port out", "ポート番号を外してください"),
	},
	{
		func(s string) bool { return strings.Contains(s, "%") },
		says("leave the zone after % out; mail comes from a global address", "% 以降のゾーンを外してください。メールの送信元はグローバルアドレスです"),
	},
	{
		leadingZero.MatchString,
		says("write the numbers without leading zeros", "先頭の 0 を取って書いてください"),
	},
	{
		func(s string) bool { return strings.HasPrefix(s, "[") },
		says("leave the brackets out", "角かっこを外してください"),
	},
	{
		func(s string) bool { return strings.ContainsAny(s, "ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ") },
		says("it is a host name; give the address that the server sends from", "ホスト名です。サーバーの送信元アドレスを指定してください"),
	},
}

func says(en, ja string) func(string) i18n.Text {
	return func(string) i18n.Text { return i18n.Text{EN: en, JA: ja} }
}
