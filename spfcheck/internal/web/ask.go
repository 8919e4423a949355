package web

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/html"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/lint"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// asked are the fields of the page to ask.
var asked = []struct {
	name        input.Name
	label, help i18n.Text
	example     string
	several     bool // values that spaces and commas are between
}{
	{
		input.From,
		i18n.Text{EN: "From address or domain", JA: "ヘッダー From のアドレスまたはドメイン"},
		i18n.Text{EN: "what recipients see as the sender", JA: "受信者に差出人として表示されるもの"},
		"info@example.jp", false,
	},
	{
		input.Via,
		i18n.Text{EN: "Sending service", JA: "配信サービス"},
		i18n.Text{EN: "all of its addresses are judged; leave it empty if you give an address", JA: "そのすべてのアドレスを判定します。アドレスを指定するなら空のままにします"},
		"ses", false,
	},
	{
		input.IP,
		i18n.Text{EN: "Sending addresses", JA: "送信元アドレス"},
		i18n.Text{EN: "IP addresses, or ranges such as 192.0.2.0/24, of the server that sends", JA: "送信サーバーの IP アドレス、または 192.0.2.0/24 のような範囲"},
		"192.0.2.25", true,
	},
	{
		input.MailFrom,
		i18n.Text{EN: "Envelope From", JA: "エンベロープ From"},
		i18n.Text{EN: "where bounces go; empty: not known, or as the service has it", JA: "エラーメールの届く先。空なら、不明または配信サービスの既定値とします"},
		"bounce@mail.example.jp", false,
	},
	{
		input.To,
		i18n.Text{EN: "Recipient", JA: "宛先"},
		i18n.Text{EN: "an address or a domain, to judge that carrier alone; empty: docomo, au and SoftBank", JA: "その事業者だけを判定するときのアドレスまたはドメイン。空ならドコモ・au・ソフトバンク"},
		"docomo.ne.jp", false,
	},
}

// ask is the page to ask.
func (s *server) ask(w http.ResponseWriter, r *http.Request) error {
	return s.askAgain(w, r, http.StatusOK, nil)
}

// askAgain shows the form as it was filled in, with what is wrong with it.
func (s *server) askAgain(w http.ResponseWriter, r *http.Request, code int, problems []*input.Error) error {
	page := s.document(r, askHeading)
	page.Subtitle = page.Language.Of(askSubtitle)
	words := s.askWords(page.Language)
	wrong := map[input.Name]string{}
	for _, p := range problems {
		about := *p
		about.Missing = true // the field that it stands at says which it is
		problem, hint := about.In(words)
		text := show(page.Language, problem, hint)
		if !has(p.Input) {
			page.Warnings = append(page.Warnings, text)
			continue
		}
		wrong[p.Input] = text
	}
	form := &html.Form{Method: "get", Action: "/check", Buttons: []html.Button{
		{Text: page.Language.Of(checkButton)},
		{Text: page.Language.Of(lintButton), Action: "/lint"},
	}}
	for _, f := range asked {
		field := html.Field{
			Name: fieldOf(f.name), Label: page.Language.Of(f.label), Help: page.Language.Of(f.help), Example: f.example,
			Value: r.FormValue(fieldOf(f.name)), Problem: wrong[f.name],
		}
		if f.name == input.Via {
			field.Choices = services(page.Language)
		}
		form.Fields = append(form.Fields, field)
	}
	form.Fields = append(form.Fields, html.Field{Name: "lang", Value: page.Language.Code})
	page.Sections = []html.Section{{Title: page.Language.Of(mailTitle), Blocks: []html.Block{{Form: form}}}}
	return write(w, code, page)
}

// has reports whether the form has a field for an input.
func has(name input.Name) bool {
	for _, f := range asked {
		if f.name == name {
			return true
		}
	}
	return false
}

// askWords are what the form calls the inputs.
func (s *server) askWords(l i18n.Language) input.Words {
	words := s.fieldWords()
	words[input.AllSenders] = l.Of(fieldList)
	for _, f := range asked {
		words[f.name] = l.Of(quoted.Format(f.label))
	}
	return words
}

// services are those that mail can be sent through.
func services(l i18n.Language) (all []html.Choice) {
	for _, p := range senders.All {
		all = append(all, html.Choice{Value: p.ID, Text: l.Of(p.Name)})
	}
	return all
}

// filled are the fields of the form that something was typed into.
func filled(r *http.Request) url.Values {
	values := r.URL.Query()
	values.Del("lang")
	for name, list := range values {
		if strings.TrimSpace(strings.Join(list, "")) == "" {
			delete(values, name)
		}
	}
	for _, f := range asked {
		if name := fieldOf(f.name); f.several && values.Has(name) {
			values[name] = strings.FieldsFunc(strings.Join(values[name], " "), func(c rune) bool { return strings.ContainsRune(" ,、　\t\r\n", c) })
		}
	}
	return values
}

// checkPage is the report of the mail that the form describes.
func (s *server) checkPage(w http.ResponseWriter, r *http.Request) error {
	words := s.askWords(s.languageOf(r))
	req, err := s.request(words, filled(r))
	err = input.Join(err, s.Checker.Validate(req))
	var report *spfcheck.Report
	if err == nil {
		report, err = s.check(r.Context(), req, true)
	}
	if err != nil {
		if f := faultOf(err); f.problems != nil {
			return s.askAgain(w, r, f.code, f.problems)
		}
		return err
	}
	options := s.options(r, words)
	options.Through = render.Through(req)
	beginPage(w, http.StatusOK)
	return addReport(w, "html", options, report)
}

// lintPage is the report of what the From domain of the form publishes.
func (s *server) lintPage(w http.ResponseWriter, r *http.Request) error {
	value := strings.TrimSpace(r.FormValue(fieldOf(input.From)))
	domain := value[strings.LastIndexByte(value, '@')+1:]
	var report *lint.Report
	err := lint.Request{Domain: domain}.Validate()
	if err != nil {
		problems := faultOf(input.About(input.From, faultOf(err).problems[0])).problems
		return s.askAgain(w, r, http.StatusBadRequest, problems)
	}
	e, err := s.exchanger()
	if err != nil {
		return err
	}
	err = s.inTurn(r.Context(), func(ctx context.Context) error {
		report, err = lint.Domain(ctx, e, lint.Request{Domain: domain})
		return err
	})
	if err != nil {
		return err
	}
	format, _ := render.FindFormat("html")
	beginPage(w, http.StatusOK)
	return format.Lint(w, s.options(r, maps.Clone(s.Words)), []*lint.Report{report})
}

var (
	askHeading  = i18n.Text{EN: "What becomes of a mail?", JA: "そのメールは届くか"}
	askSubtitle = i18n.Text{
		EN: "docomo, au and SoftBank, by the rules of today and by what DNS says now. Nothing is sent.",
		JA: "ドコモ・au・ソフトバンクでの扱いを、今日の規則と今の DNS から判定します。メールは送りません。",
	}
	mailTitle   = i18n.Text{EN: "The mail", JA: "メール"}
	checkButton = i18n.Text{EN: "Judge the mail", JA: "メールを判定する"}
	lintButton  = i18n.Text{EN: "Look through the domain's records", JA: "ドメインのレコードを調べる"}
	fieldList   = i18n.Text{EN: "the list of the field", JA: "入力欄の候補"}
	quoted      = i18n.Text{EN: "“%s”", JA: "「%s」"}
)
