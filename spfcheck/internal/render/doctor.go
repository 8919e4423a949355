package render

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/doctor"
)

// writeDoctor says whether something is wrong, and what to do, and then all else that
// is to be known of who reports a fault.
func writeDoctor(w io.Writer, o Options, rep *doctor.Report) error {
	p := newPage(w, o)
	answer := p.say(doctorAnswer(rep))
	if o.Detail == Quiet {
		p.line(answer)
		return p.w.Flush()
	}
	p.paragraph("", answer)
	for i, fault := range slices.Concat(rep.Faults, rep.Notes) {
		if i > 0 || len(rep.Faults) == 0 { // the answer has the first fault
			p.paragraph("- ", p.say(fault.Problem))
		}
		if fault.Hint.Complete() {
			p.paragraph("  ", p.say(fault.Hint))
		}
	}
	for _, part := range []struct {
		title i18n.Text
		rows  [][]string
	}{
		{programTitle, p.programRows(rep.Program, rep.Data, p.aged(rep.Data))},
		{serversTitle, p.serverRows(rep.Servers)},
		{surroundingsTitle, p.surroundings(rep)},
		{defaultsTitle, p.defaultRows(rep.Configuration)},
	} {
		if len(part.rows) > 0 {
			p.heading(part.title)
			p.values(part.rows)
		}
	}
	return p.w.Flush()
}

// values writes names and their values in two columns. A value isn't cut: it may be the
// path of a file.
func (p *page) values(rows [][]string) {
	names := columnWidth(rows, 0)
	for _, row := range rows {
		p.line(row[0] + strings.Repeat(" ", names-uniseg.StringWidth(row[0])+2) + row[1])
	}
}

// doctorAnswer is the first line.
func doctorAnswer(rep *doctor.Report) i18n.Text {
	switch faults, notes := len(rep.Faults), len(rep.Notes); {
	case faults > 1:
		return severalFaults.Format(rep.Faults[0].Problem, faults)
	case faults == 1:
		return oneFault.Format(rep.Faults[0].Problem)
	case notes > 0:
		return onlyNotes.Format(notes)
	}
	return nothingWrong
}

// Version writes what the program is made of, and what it knows of the world, which is as
// old as its day.
func Version(w io.Writer, o Options, program doctor.Program, data doctor.Data) error {
	p := newPage(w, o)
	rows := p.programRows(program, data, data.SuffixList)
	p.line("spfcheck version " + program.Version)
	for _, row := range rows[1:] {
		p.line(strings.TrimSpace(row[0]) + ": " + row[1])
	}
	return p.w.Flush()
}

func (p *page) programRows(program doctor.Program, data doctor.Data, suffixList string) [][]string {
	commit := program.Commit
	if commit != "" && program.Modified {
		commit = p.say(changedSince.Format(commit))
	}
	return p.rows(
		rowOf{versionRow, program.Version},
		rowOf{commitRow, commit},
		rowOf{commitTimeRow, program.Time},
		rowOf{goRow, program.Go + " " + program.Platform},
		rowOf{newestRuleRow, string(data.NewestRule)},
		rowOf{suffixListRow, suffixList},
	)
}

// rowOf is a name and its value; where that is empty it isn't known.
type rowOf struct {
	name  i18n.Text
	value string
}

func (p *page) rows(all ...rowOf) [][]string {
	rows := make([][]string, len(all))
	for i, r := range all {
		rows[i] = []string{"  " + p.say(r.name), escape(cmp.Or(r.value, p.say(stateWords[doctor.Unknown])))}
	}
	return rows
}

func (p *page) aged(d doctor.Data) string {
	if d.SuffixList == "" {
		return ""
	}
	return p.say(daysOld.Format(d.SuffixList, d.SuffixListAge))
}

// serverRows say of each server what it can do.
func (p *page) serverRows(servers []doctor.Server) [][]string {
	var rows [][]string
	for _, s := range servers {
		what := p.say(knowsNoRoot)
		switch {
		case s.Root:
			what = p.say(knowsRoot.Format(s.Milliseconds))
		case s.Milliseconds == 0:
			what = p.say(givesNoAnswer)
		}
		rows = append(rows, []string{"  " + escape(s.Address), what})
		rows = append(rows, p.rows(
			rowOf{ednsRow, p.state(s.EDNS)}, rowOf{tcpRow, p.state(s.TCP)}, rowOf{validatesRow, p.state(s.Validates)},
		)...)
	}
	return rows
}

func (p *page) state(s doctor.State) string { return p.say(stateWords[s]) }

func (p *page) surroundings(rep *doctor.Report) [][]string {
	config := rep.Configuration
	site := p.say(noFile)
	switch {
	case config.SiteValid:
		site = p.say(siteFile.Format(config.SiteFile, config.Flows, config.Ignores))
	case config.SiteFile != "":
		site = p.say(badFile.Format(config.SiteFile))
	}
	output := p.say(notTerminal)
	if rep.Terminal.Terminal {
		output = p.say(isTerminal.Format(rep.Terminal.Type))
	}
	return p.rows(
		rowOf{clockRow, fmt.Sprintf("%s (%s)", rep.Clock.Time, rep.Clock.Zone)},
		rowOf{dayRow, string(rep.Clock.Day)},
		rowOf{languageRow, p.say(inBrackets.Format(rep.Language.Code, cmp.Or(rep.Language.Locale, p.say(noLocale))))},
		rowOf{outputRow, output},
		rowOf{widthRow, strconv.Itoa(rep.Terminal.Width)},
		rowOf{colorRow, p.say(stateWords[map[bool]doctor.State{true: doctor.Yes, false: doctor.No}[rep.Terminal.Color]])},
		rowOf{siteRow, site},
		rowOf{userRow, cmp.Or(config.UserFile, p.say(noFile))},
	)
}

// defaultRows are those that someone has set.
func (p *page) defaultRows(c doctor.Configuration) [][]string {
	var rows [][]string
	for _, d := range c.Defaults {
		if d.From != "" {
			rows = append(rows, []string{"  " + escape(d.Key), p.say(inBrackets.Format(d.Value, d.From))})
		}
	}
	return rows
}

var stateWords = map[doctor.State]i18n.Text{
	doctor.Yes:     {EN: "yes", JA: "はい"},
	doctor.No:      {EN: "no", JA: "いいえ"},
	doctor.Unknown: {EN: "unknown", JA: "不明"},
}

var (
	nothingWrong  = i18n.Text{EN: "Nothing is wrong: DNS is answered, and the configuration can be read.", JA: "問題はありません。DNS サーバーは応答し、設定も読めます。"}
	onlyNotes     = i18n.Text{EN: "It works. To look at: %d", JA: "動作します。確認する点: %d"}
	oneFault      = i18n.Text{EN: "Something is wrong: %s", JA: "問題があります。%s"}
	severalFaults = i18n.Text{EN: "Something is wrong: %s (the first of %d)", JA: "問題があります。%s（全 %d 件の 1 件目）"}

	programTitle      = i18n.Text{EN: "Program", JA: "プログラム"}
	serversTitle      = i18n.Text{EN: "DNS servers, asked for the name servers of the root", JA: "DNS サーバー（ルートのネームサーバーを問い合わせた結果）"}
	surroundingsTitle = i18n.Text{EN: "Surroundings", JA: "環境"}
	defaultsTitle     = i18n.Text{EN: "Own defaults", JA: "自分の既定値"}

	versionRow    = i18n.Text{EN: "version", JA: "バージョン"}
	commitRow     = i18n.Text{EN: "commit", JA: "コミット"}
	commitTimeRow = i18n.Text{EN: "date of the commit", JA: "コミットの日時"}
	goRow         = i18n.Text{EN: "Go", JA: "Go"}
	newestRuleRow = i18n.Text{EN: "newest rule of a carrier", JA: "事業者の最新の規則"}
	suffixListRow = i18n.Text{EN: "public suffix list", JA: "public suffix list"}
	changedSince  = i18n.Text{EN: "%s and changes", JA: "%s（変更あり）"}
	daysOld       = i18n.Text{EN: "%s (%d days old)", JA: "%s（%d 日前）"}

	knowsRoot     = i18n.Text{EN: "knows the root (%d ms)", JA: "ルートを返す（%d ミリ秒）"}
	knowsNoRoot   = i18n.Text{EN: "does not know the root", JA: "ルートを返さない"}
	givesNoAnswer = i18n.Text{EN: "gives no answer", JA: "応答しない"}
	ednsRow       = i18n.Text{EN: "  EDNS", JA: "  EDNS"}
	tcpRow        = i18n.Text{EN: "  TCP", JA: "  TCP"}
	validatesRow  = i18n.Text{EN: "  validates (DNSSEC)", JA: "  検証する（DNSSEC）"}

	clockRow    = i18n.Text{EN: "clock", JA: "時計"}
	dayRow      = i18n.Text{EN: "day of the rules (Japan)", JA: "規則の日付（日本時間）"}
	languageRow = i18n.Text{EN: "language", JA: "言語"}
	noLocale    = i18n.Text{EN: "no locale is set", JA: "ロケールの設定なし"}
	outputRow   = i18n.Text{EN: "output", JA: "出力先"}
	isTerminal  = i18n.Text{EN: "a terminal (%s)", JA: "端末（%s）"}
	notTerminal = i18n.Text{EN: "not a terminal", JA: "端末ではない"}
	widthRow    = i18n.Text{EN: "width in columns", JA: "幅（桁）"}
	colorRow    = i18n.Text{EN: "colour", JA: "色"}
	siteRow     = i18n.Text{EN: "spfcheck.yaml", JA: "spfcheck.yaml"}
	siteFile    = i18n.Text{EN: "%s; flows: %d, findings to ignore: %d", JA: "%s。フロー %d、除外する指摘 %d"}
	badFile     = i18n.Text{EN: "%s; something is wrong with it", JA: "%s。誤りがあります"}
	userRow     = i18n.Text{EN: "your own defaults", JA: "自分の既定値のファイル"}
	noFile      = i18n.Text{EN: "none", JA: "なし"}
)
