package dsn

import "strings"

// about is what a text says of one of the recipients that it names: all of it, where that is
// the only one.
func (d *document) about(found []place, i int) string {
	if len(found) == 1 {
		return d.text
	}
	begin, end := found[i].line, len(d.text)
	if i > 0 && found[i-1].line == begin { // behind another in its line
		begin = found[i].at
	}
	if i+1 < len(found) {
		if end = found[i+1].line; end <= begin {
			end = found[i+1].at
		}
	}
	return d.text[begin:max(begin, end)]
}

// sharedReply is a reply before or behind all recipients; "" where it is that of one.
func (d *document) sharedReply(found []place) string {
	if reply := replyIn(d.text[:found[0].line]); reply != "" {
		return reply
	}
	for i := range found[:len(found)-1] {
		if replyIn(d.about(found, i)) != "" {
			return ""
		}
	}
	last := d.about(found, len(found)-1)
	if line, _, _ := strings.Cut(last, "\n"); replyIn(line) != "" {
		return ""
	}
	return replyIn(last)
}

// delaysEach reports whether a text says of single recipients, and not of all, that delivery
// is still tried.
func (d *document) delaysEach(found []place) bool {
	if len(found) == 1 || delay.MatchString(d.subject+"\n"+d.text[:found[0].line]) {
		return false
	}
	for i := range found {
		if delay.MatchString(paragraph(d.about(found, i))) {
			return true
		}
	}
	return false
}

func paragraph(text string) string {
	first, _, _ := strings.Cut(text, "\n\n")
	return first
}

// ownHint gives what became of one of several recipients, by the paragraph about it.
func ownHint(about string, all Category) Category {
	about = paragraph(about)
	switch {
	case nonDelivery.MatchString(about), strings.HasPrefix(replyIn(about), "5"), doubtful.MatchString(about) && !delay.MatchString(about):
		return all
	case ownSuccess.MatchString(about), success.MatchString(about):
		return Relayed
	case all == Failed && delay.MatchString(about) && !permanent.MatchString(about):
		return Delayed
	}
	return all
}
