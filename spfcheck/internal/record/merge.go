package record

import "strings"

// merge makes one record of the records.
func (r *repair) merge() {
	if len(r.Texts) == 0 {
		return
	}
	if len(r.Texts) > 1 {
		r.did(doneMerged, len(r.Texts))
	}
	m := merger{repair: r, seen: map[string]bool{}}
	for _, rec := range r.records {
		m.take(rec)
	}
	text := m.text()
	if len(r.Done) == 0 {
		text = r.records[0].Text
	}
	switch {
	case len(r.Open) > 0:
	case Parse(text).WellFormed():
		r.Record = text
	default: // a fault that no correction is known for
		r.Open = append(r.Open, openMore.Format(shown(text)))
	}
}

// merger gathers the terms of the record.
type merger struct {
	*repair
	seen      map[string]bool // terms that are in it
	words     []string        // the directives, and modifiers that anybody may have his own meaning for
	all       []Term          // each record's
	redirects []Term
	exp       string
}

// take takes the terms of a record, those behind its all too.
func (m *merger) take(rec Record) {
	ended := false
	for _, t := range rec.Terms {
		switch {
		case !t.WellFormed():
		case t.Name == "all" && !t.Modifier:
			ended = true
			m.all = append(m.all, t)
		case t.Name == "redirect":
			m.redirects = append(m.redirects, t)
		case t.Name == "exp":
			m.explain(t)
		case m.add(t) && ended && !t.Modifier:
			m.did(doneMoved, t.Text)
		}
	}
}

// add puts a term in, unless it is there.
func (m *merger) add(t Term) bool {
	key := strings.ToLower(strings.TrimPrefix(t.Text, "+"))
	if t.Prefix.IsValid() {
		key = t.Qualifier.String() + t.Network().String()
	}
	if m.seen[key] {
		m.did(doneTwice, t.Text)
		return false
	}
	m.seen[key] = true
	m.words = append(m.words, t.Text)
	return true
}

func (m *merger) explain(t Term) {
	switch {
	case m.exp == "":
		m.exp = t.Text
	case m.exp != t.Text:
		m.did(doneExp, t.Text, m.exp)
	}
}

// text puts the terms in order: what ends the record stands last.
func (m *merger) text() string {
	end := m.ends()
	if m.exp != "" {
		end = append(end, m.exp)
	}
	words := append([]string{version}, m.words...)
	return strings.Join(append(words, end...), " ")
}

// ends gives the redirect, where there is nothing else that ends the record, or an
// all. A redirect beside an all is ignored (RFC 7208 §6.1), and there may be one: as
// includes they mean what was meant.
func (m *merger) ends() []string {
	if len(m.all) == 0 && len(m.redirects) == 1 {
		return []string{m.redirects[0].Text}
	}
	for _, t := range m.redirects {
		include, e := parseTerm("include:" + t.Domain.String())
		if e != nil {
			continue
		}
		include.Text = "include:" + t.Domain.String()
		m.did(doneRedirect, t.Text, include.Text)
		m.add(include)
	}
	weakest, differ := SoftFail, false
	for i, t := range m.all {
		differ = differ || t.Qualifier != m.all[0].Qualifier
		if i == 0 || weaker(t.Qualifier, weakest) {
			weakest = t.Qualifier
		}
	}
	all := weakest.String() + "all"
	switch {
	case len(m.all) == 0 && len(m.Done) > 0:
		m.did(doneEnd, all)
	case len(m.all) == 0:
		return nil
	case differ && weakest != Pass:
		m.did(doneAlls, all)
	default:
		all = m.all[0].Text // as it was written
	}
	if weakest == Pass && len(m.Done) > 0 {
		all = SoftFail.String() + "all"
		m.did(donePassAll, all)
	}
	return []string{all}
}

// weaker reports whether q refuses less than r does.
func weaker(q, r Qualifier) bool {
	const order = "+?~-"
	return strings.IndexByte(order, byte(q)) < strings.IndexByte(order, byte(r))
}
