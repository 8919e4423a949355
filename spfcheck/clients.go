package spfcheck

import (
	"net/netip"
	"strings"

	"go4.org/netipx"
	"golang.org/x/text/width"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// parseRange takes a range in CIDR notation.
func parseRange(s string) (netip.Prefix, error) {
	p, err := netip.ParsePrefix(s)
	switch {
	case err != nil:
		return p, addressError(i18n.Text{EN: "%q is not a range", JA: "%q は範囲ではありません"}.Format(s),
			i18n.Text{EN: "write it as 192.0.2.0/24 or 2001:db8::/32", JA: "192.0.2.0/24 や 2001:db8::/32 のように書いてください"})
	case p != p.Masked():
		return p, addressError(i18n.Text{EN: "%q has bits set after the prefix", JA: "%q はプレフィックスより後のビットが立っています"}.Format(s),
			i18n.Text{EN: "write %s for the range, or the address alone", JA: "範囲なら %s、単独ならアドレスだけを書いてください"}.Format(p.Masked().String()))
	}
	return p, nil
}

// parseIP takes an IPv4 or IPv6 address in its usual form. What people write
// instead is refused with what to write.
func parseIP(s string) (netip.Addr, error) {
	a, err := netip.ParseAddr(s)
	if err == nil && a.Zone() == "" {
		return a.Unmap(), nil
	}
	hint := i18n.Text{EN: "write it as 192.0.2.1 or 2001:db8::1", JA: "192.0.2.1 や 2001:db8::1 のように書いてください"}
	for _, typo := range ipTypos {
		if typo.seen(s) {
			hint = typo.hint(s)
			break
		}
	}
	return netip.Addr{}, addressError(i18n.Text{EN: "%q is not an IP address", JA: "%q は IP アドレスではありません"}.Format(s), hint)
}

// ipTypo is a common way to write an address wrongly.
type ipTypo struct {
	seen func(string) bool
	hint func(string) i18n.Text
}

var leadingZero = lazy.MustCompile(`^[0-9.]*(^|\.)0[0-9][0-9.]*$`)

// ipTypos are tried in order; the first that is seen explains.
var ipTypos = []ipTypo{
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
		func(s string) bool { _, err := netip.ParseAddrPort(s); return err == nil },
		says("leave the port out", "ポート番号を外してください"),
	},
	{
		func(s string) bool { _, err := netipx.ParseIPRange(s); return err == nil },
		func(s string) i18n.Text {
			var prefixes []string
			for _, p := range netipx.MustParseIPRange(s).Prefixes() {
				prefixes = append(prefixes, p.String())
			}
			return i18n.Text{EN: "write the range as %s", JA: "範囲は %s と書いてください"}.Format(strings.Join(prefixes, ","))
		},
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

func addressError(problem, hint i18n.Text) error {
	return &input.Error{Input: input.IP, Problem: problem, Hint: hint}
}
