package dsn

import (
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// about is what a text says of one of the recipients that it names: all of it, where that is
// the only one. The heading above the next ones is none of it.
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
	about := d.text[begin:max(begin, end)]
	if above := lineAbove(about, len(about)); i+1 < len(found) && begin+len(above) < end && listHeading.MatchString(above) {
		about = about[:strings.LastIndex(about, above)]
	}
	return about
}

// headings gives the line above the list in which each recipient stands; "" for one that
// stands in none, and for all where each would say that theirs was delivered.
func (d *document) headings(found []place) []string {
	all := make([]string, len(found))
	for i, f := range found {
		above := lineAbove(d.text, f.line)
		switch {
		case listHeading.MatchString(above):
			all[i] = above
		case i > 0 && !strings.Contains(d.text[found[i-1].line:max(f.line, found[i-1].line)], "\n\n"):
			all[i] = all[i-1]
		}
	}
	if !slices.ContainsFunc(all, func(heading string) bool { return headed(heading, Failed) != Relayed }) {
		clear(all) // nobody would be left whom the report is about
	}
	return all
}

// lineAbove is the last line before a place that isn't empty.
func lineAbove(text string, at int) string {
	before := strings.TrimRight(text[:at], " \t\n")
	return before[strings.LastIndexByte(before, '\n')+1:]
}

var (
	// listHeading stands above recipients, and names none.
	listHeading = lazy.MustCompile(`^[^@\n]{0,100}[:：】\])）]$|^\W{0,4}[■□●○◆◇▼▽【\[=#*][^@\n]{2,60}$`)
	// successHeading says that theirs was delivered.
	successHeading = lazy.MustCompile(`(?i)\bsuccess(?:ful(?:ly)?)?\b|^\W*delivered\b|成功|(?:送信|配信|配送)(?:完了|済)`)
	// notThat turns a heading into its contrary, or leaves it open.
	notThat = lazy.MustCompile(`(?i)\b(?:not?|none|nobody|never|neither|nor|without|un\w+|except|other|others|error\w*|problem\w*|late)\b|[^\w]0\b|ない|なか|なく|なし|ません|以外|未|日時|率|%|\brates?\b|[0０] ?[件名通]`)
	passing = lazy.MustCompile(`(?i)\btemporar|一時`)
)

// headed gives what became of a recipient by the heading of its list.
func headed(heading string, all Category) Category {
	switch failed := nonDelivery.MatchString(heading) || doubtful.MatchString(heading); {
	case failed && all == Delayed && !delay.MatchString(heading) && !passing.MatchString(heading):
		return Failed
	case failed && !delay.MatchString(heading):
		return all
	case successHeading.MatchString(heading) && !notThat.MatchString(heading):
		return Relayed
	case all == Failed && delay.MatchString(heading) && !permanent.MatchString(heading):
		return Delayed
	}
	return all
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
	headings := d.headings(found)
	before := strings.TrimSuffix(strings.TrimSpace(d.text[:found[0].line]), headings[0])
	if len(found) == 1 || delay.MatchString(d.subject+"\n"+before) {
		return false
	}
	for i, heading := range headings {
		if delay.MatchString(heading + "\n" + paragraph(d.about(found, i))) {
			return true
		}
	}
	return false
}

func paragraph(text string) string {
	first, _, _ := strings.Cut(text, "\n\n")
	return first
}

// ownHint gives what became of one of several recipients, by the paragraph about it, else by
// the heading of its list.
func ownHint(about, heading string, all Category) Category {
	about = paragraph(about)
	switch {
	case nonDelivery.MatchString(about), strings.HasPrefix(replyIn(about), "5"), doubtful.MatchString(about) && !delay.MatchString(about):
		return all
	case ownSuccess.MatchString(about), success.MatchString(about):
		return Relayed
	case all == Failed && delay.MatchString(about) && !permanent.MatchString(about):
		return Delayed
	}
	return headed(heading, all)
}
