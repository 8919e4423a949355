package gate

import (
	"net/netip"
	"slices"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/change"
	"github.com/spfcheck/spfcheck/spfcheck/internal/plan"
)

// sayNothing says it where the files say nothing, which is easily a mistake.
func (r *run) sayNothing(rep *Report) {
	if c := r.Change; c != nil && len(c.Records)+len(c.Zones)+len(c.Gone)+len(c.Unknown)+len(c.Skipped) == 0 {
		rep.Notes = append(rep.Notes, saysNothing)
	}
}

var saysNothing = i18n.Text{
	EN: "the files of the change have no record that changes",
	JA: "変更のファイルには、変更されるレコードがありません",
}

// sayGone says which whole zones are judged as deleted, since no file has them, and that
// what files of other names list isn't.
func (r *run) sayGone(rep *Report) {
	if r.Change == nil {
		return
	}
	for _, gone := range r.Change.Gone {
		rep.Notes = append(rep.Notes, zoneGone.Format(plain(gone.Zone), gone.Place))
	}
	if stays := r.Change.Stays; len(stays) > 0 {
		rep.Notes = append(rep.Notes, listStays.Format(len(stays), stays[0]))
	}
}

// sayUnsigned says of the first zone whose keys go that DNSSEC isn't judged: its server may
// sign it from now on, or nobody does.
func (r *run) sayUnsigned(rep *Report) {
	if r.Base == nil || r.Change == nil {
		return
	}
	for _, key := range r.Base.Records {
		stays := func(rec change.Record) bool { return rec.Type == key.Type && rec.Name == key.Name }
		if key.Type == "DNSKEY" && slices.Contains(r.Change.Zones, key.Zone) && !slices.ContainsFunc(r.Change.Records, stays) {
			rep.Notes = append(rep.Notes, keysGone.Format(plain(key.Zone), key.Place))
			return
		}
	}
}

// NotPublic says of the addresses of a flow which ones no carrier sees: what becomes of
// the mail is then judged of another sender.
func NotPublic(f Flow) []i18n.Text {
	named := slices.Clone(f.Request.Ranges)
	for _, a := range f.Request.Clients {
		named = append(named, netip.PrefixFrom(a, a.BitLen()))
	}
	var notes []i18n.Text
	for _, network := range named {
		shown := network.String()
		if network.IsSingleIP() {
			shown = network.Addr().String()
		}
		if why := plan.Refuse(network); why.Complete() {
			notes = append(notes, notPublic.Format(f.Name, shown, why))
		}
	}
	return notes
}

var notPublic = i18n.Text{
	EN: "flow %s: %s %s: give the public addresses that the mail is sent from",
	JA: "フロー %s: %s は%s。実際に送信するグローバルアドレスを指定してください",
}

var keysGone = i18n.Text{
	EN: "the zone %s has no DNSKEY any more (it was at %s), and DNSSEC isn't judged: unless its server signs it, receivers that validate get no answer while the parent zone has a DS record",
	JA: "ゾーン %s の DNSKEY（変更前は %s）がなくなりますが、DNSSEC は判定していません。サーバーが署名しない場合、上位ゾーンに DS レコードがある間は、検証する受信側が応答を得られません",
}

var zoneGone = i18n.Text{
	EN: "no file has the zone %s any more (it was in %s): it is judged as deleted",
	JA: "ゾーン %s（変更前は %s）がどのファイルにもないため、削除されたものとして判定しています",
}

var listStays = i18n.Text{
	EN: "record sets that only the state before has, and that stay, since a file of another name doesn't say that they go: %d, the first at %s",
	JA: "変更前のファイルにだけあり、変更後に同じ名前のファイルがないため、残るものとしたレコードセット: %d 件。最初のもの: %s",
}
