package i18n_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A word that no text says, and what it says instead.
type avoided struct{ not, but string }

// What English texts avoid; the patterns don't see "there is no …".
var avoidedEN = []avoided{
	{`\bis no\b`, `"is not …", "unsupported …"`},
	{`\b(?:is|are) none\b`, `"has no …", "is not …"`},
	{`\b[Tt]here is none\b`, `"has no …"`},
	{`\bno choice\b`, `"invalid value …"`},
	{`\bthere twice\b`, `"duplicate …"`},
	{`\b(?:is|are) wanted\b`, `"expected …"`},
	{`\b[Tt]here is a file\b`, `"… already exists"`},
	{`\bblanks?\b`, "space"},
	{`\bparted\b`, "separated"},
	{`\btold by\b`, "detected from"},
	{`\b(?:is|are|not) taken\b`, "supported, accepted, treated as"},
	{`\bmend(?:s|ed|ing)?\b`, "fix"},
	{`\blaid over\b`, "put over"},
	{"\\bso many `", "this many"},
}

var avoidedJA = []avoided{
	{`フラグ`, "オプション"},
	{`ディレクトリ`, "フォルダー"},
	{`フォルダ(?:[^ー]|$)`, "フォルダー"},
	{`送信サービス|配信事業者`, "配信サービス"},
	{`合格`, "pass"},
	{`失敗`, "fail"},
	{`クライアント`, "送信元アドレス"},
	{`空白`, "半角スペース"},
	{`[()]`, "（）"},
	{`(?:error|hint): `, "エラー: と ヒント: "},
	{`SMTP は 250|DNS にありません|は見ていません`, "its sense, not its words"},
}

// What may stand: it is said of something else, or is somebody's name.
var (
	allowedEN = regexp.MustCompile(`\b[Tt]here is no\b|\btaken into account\b|\bresult is none\b`)
	allowedJA = regexp.MustCompile(strings.Join([]string{
		`問い合わせ(?:に|の)失敗`, // DNS, not a result
		`不合格|^合格$`,       // what a check of CI comes to
		`Eメール\(i\)|S!メール\(MMS\)`,
	}, "|"))
)

// TestWords holds every text against the words that are avoided.
func TestWords(t *testing.T) {
	texts := 0
	forTexts(t, func(at token.Position, language, text string) {
		texts++
		words, allowed := avoidedEN, allowedEN
		if language == "JA" {
			words, allowed = avoidedJA, allowedJA
		}
		for _, w := range words {
			if found := regexp.MustCompile(w.not).FindString(allowed.ReplaceAllString(text, "")); found != "" {
				t.Errorf("%s:%d: %q in %q; better: %s", at.Filename, at.Line, found, text, w.but)
			}
		}
	})
	if texts < 3000 {
		t.Errorf("only %d texts were found", texts)
	}
}

// forTexts calls f for each text of the module's source: what stands behind EN and
// JA of a Text.
func forTexts(t *testing.T, f func(at token.Position, language, text string)) {
	top := os.DirFS("../..")
	err := fs.WalkDir(top, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		src, err := fs.ReadFile(top, name)
		if err != nil {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, name, src, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			pair, ok := n.(*ast.KeyValueExpr)
			if !ok {
				return true
			}
			if key, ok := pair.Key.(*ast.Ident); ok && (key.Name == "EN" || key.Name == "JA") {
				f(files.Position(pair.Pos()), key.Name, literals(pair.Value))
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// literals joins the literal strings of an expression.
func literals(e ast.Expr) string {
	var text strings.Builder
	ast.Inspect(e, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			s, _ := strconv.Unquote(l.Value) // the parser has seen that it is one
			text.WriteString(s)
		}
		return true
	})
	return text.String()
}
