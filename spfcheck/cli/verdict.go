package cli

import (
	"errors"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// verdictFlags are the flags that say whose rules judge, and which.
func (p *program) verdictFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "to", Category: p.say(theVerdict), Usage: p.say(i18n.Text{
			EN: "a recipient's `ADDRESS` or domain: judge that carrier alone",
			JA: "宛先の`アドレス`またはドメイン。その事業者だけを判定する",
		})},
		&cli.StringSliceFlag{Name: "carrier", Category: p.say(theVerdict), Usage: p.say(i18n.Text{
			EN: "judge this `CARRIER`: " + strings.Join(carriers.IDs(), ", ") + "; repeatable (default: docomo, au, softbank)",
			JA: "判定する`事業者`: " + strings.Join(carriers.IDs(), ", ") + "。繰り返し可（既定値: docomo, au, softbank）",
		})},
		&cli.StringSliceFlag{Name: "setting", Category: p.say(theVerdict), Usage: p.say(i18n.Text{
			EN: "judge this `CARRIER:SETTING` in place of its filter's default, such as au:medium; repeatable",
			JA: "フィルターの既定の設定に代えて`事業者:設定`を判定する。例: au:medium。繰り返し可",
		})},
		&cli.StringFlag{Name: "on", Category: p.say(theVerdict), Usage: p.say(i18n.Text{
			EN: "judge by the rules of this `DAY`, such as 2025-02-01 (default: today)",
			JA: "この`日`の規則で判定する。2025-02-01 のように書く（既定値: 今日）",
		})},
		&cli.BoolFlag{Name: "all-settings", Category: p.say(theVerdict), Usage: p.say(i18n.Text{
			EN: "say why for every setting, and show the carriers that are not judged too",
			JA: "すべての設定の理由と、判定しない事業者も表示する",
		})},
		&cli.StringFlag{Name: "fail-on", Value: string(carriers.Junk), Category: p.say(theVerdict), Usage: p.say(i18n.Text{
			EN: "mildest `OUTCOME` to exit with 1 for: junk, or warn to be strict",
			JA: "終了コードを 1 にする最も軽い`結果`: junk、厳しくするなら warn",
		})},
		&cli.StringFlag{Name: "min-basis", Category: p.say(theVerdict), Usage: p.say(i18n.Text{
			EN: "treat rules with a weaker `BASIS` as unknown: " + strings.Join(carriers.BasisNames(), ", "),
			JA: "この`根拠`より弱い規則は不明とみなす: " + strings.Join(carriers.BasisNames(), ", "),
		})},
	}
}

// settings reads the values of --setting.
func settings(values []string) ([]carriers.SettingID, error) {
	var out []carriers.SettingID
	for _, v := range splitCommas(values) {
		id, err := carriers.ParseSettingID(strings.ToLower(v))
		if err != nil {
			return nil, flagError("setting", i18n.Text{EN: "no setting %q", JA: "設定 %q はありません"}.Format(v), knownSettings(v))
		}
		out = append(out, id)
	}
	return out, nil
}

// knownSettings says which setting was probably meant, or lists those of the carrier
// that a value begins with, or of all.
func knownSettings(value string) i18n.Text {
	of := carriers.All
	carrier, _, _ := strings.Cut(value, ":")
	if p := carriers.ByID(carrier); p != nil {
		of = []*carriers.Profile{p}
	}
	return spelling.DidYouMean(value, carriers.SettingIDs(carriers.All...), i18n.Text{
		EN: "there are %s; see spfcheck carriers for what each means",
		JA: "%s があります。それぞれの意味は spfcheck carriers で分かります",
	}.Format(strings.Join(carriers.SettingIDs(of...), ", ")))
}

// profiles reads --carrier.
func profiles(values []string) ([]*carriers.Profile, error) {
	var out []*carriers.Profile
	for _, v := range splitCommas(values) {
		p := carriers.ByID(strings.ToLower(v))
		if p == nil {
			return nil, flagError("carrier", noCarrier.Format(v), knownCarriers(v))
		}
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out, nil
}

// others lists the carriers that --all-settings shows beside those that are
// judged, unless it is said which.
func others(c *cli.Context) []*carriers.Profile {
	if !c.Bool("all-settings") || c.IsSet("carrier") || c.IsSet("to") {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(carriers.All), func(p *carriers.Profile) bool {
		return p.Reference || slices.Contains(carriers.Defaults, p)
	})
}

var noCarrier = i18n.Text{EN: "no carrier %q", JA: "事業者 %q はありません"}

// knownCarriers says which carrier was probably meant, by its name or by a domain of its
// mailboxes as well, or which there are.
func knownCarriers(id string) i18n.Text {
	domain := id[strings.LastIndexByte(id, '@')+1:]
	for _, p := range carriers.All {
		if p.Serves(strings.ToLower(domain)) || strings.EqualFold(id, p.Name.EN) || id == strings.TrimPrefix(p.Name.JA, "NTT") {
			return spelling.Meant.Format(p.ID)
		}
	}
	return spelling.DidYouMean(id, carriers.IDs(), thereAre(carriers.IDs()))
}

func thereAre(words []string) i18n.Text {
	return i18n.Text{EN: "there are %s", JA: "%s があります"}.Format(strings.Join(words, ", "))
}

// judgedBy reads whose rules judge, and which.
func judgedBy(c *cli.Context, checker *spfcheck.Checker) error {
	var noCarrier, noSetting error
	if c.IsSet("carrier") {
		checker.Profiles, noCarrier = profiles(c.StringSlice("carrier"))
	}
	checker.Settings, noSetting = settings(c.StringSlice("setting"))
	checker.MinBasis = carriers.Basis(c.String("min-basis"))
	return errors.Join(noCarrier, noSetting)
}

// dayFlag reads a flag that is a day; "" where it isn't set.
func dayFlag(c *cli.Context, flag string) (carriers.Day, error) {
	if !c.IsSet(flag) {
		return "", nil
	}
	day, err := carriers.ParseDay(c.String(flag))
	return day, input.About(asFlag(flag), err)
}

// splitCommas takes "a,b" for "a" and "b".
func splitCommas(values []string) []string {
	var out []string
	for _, v := range values {
		out = append(out, strings.Split(v, ",")...)
	}
	return out
}

// failOnChoices are the outcomes that --fail-on of check takes.
var failOnChoices = []carriers.Outcome{carriers.Junk, carriers.Warn}
