package main

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/width"

	"spfcheck/spfcheck/i18n"
)

// clients reads the values of --ip.
func clients(values []string) ([]netip.Addr, error) {
	if len(values) == 0 {
		return nil, &usageError{
			problem: i18n.Text{EN: "no --ip: the verdict depends on the address that the mail is sent from", JA: "--ip がありません。判定はメールの送信元アドレスによって変わります"},
			hint: i18n.Text{
				EN: "give the sending server's public address, such as the one in a Received field of a test mail",
				JA: "送信サーバーの公開アドレスを指定してください。テストメールの Received フィールドなどで分かります",
			},
		}
	}
	var out []netip.Addr
	for _, v := range splitCommas(values) {
		a, err := parseIP(v)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out, nil
}

// parseIP takes an IPv4 or IPv6 address in its usual form. What people write
// instead is refused with what to write.
func parseIP(s string) (netip.Addr, error) {
	a, err := netip.ParseAddr(s)
	if err == nil && a.Zone() == "" {
		return a.Unmap(), nil
	}
	hint := i18n.Text{EN: "write it as 192.0.2.1 or 2001:db8::1", JA: "192.0.2.1 や 2001:db8::1 のように書いてください"}
	for _, slip := range ipSlips {
		if slip.seen(s) {
			hint = slip.hint(s)
			break
		}
	}
	return netip.Addr{}, flagError("ip", i18n.Text{EN: "%q is no IP address", JA: "%q は IP アドレスではありません"}.Format(s), hint)
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
