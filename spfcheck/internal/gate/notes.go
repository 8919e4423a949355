package gate

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

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

var zoneGone = i18n.Text{
	EN: "no file has the zone %s any more (it was in %s): it is judged as deleted",
	JA: "ゾーン %s（変更前は %s）がどのファイルにもないため、削除されたものとして判定しています",
}

var listStays = i18n.Text{
	EN: "record sets that only the state before has, and that stay, since a file of another name doesn't say that they go: %d, the first at %s",
	JA: "変更前のファイルにだけあり、変更後に同じ名前のファイルがないため、残るものとしたレコードセット: %d 件。最初のもの: %s",
}
