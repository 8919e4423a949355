package i18n_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
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
	{`\b(?:there|given) twice\b`, `"duplicate …"`},
	{`\bDNS trouble\b|\btrouble with DNS\b`, "DNS error"},
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
	{`アラインメント[^。]*一致|From (?:と|に)(?:は)?一致`, "整合する"},
	{`報告`, "通知（配送状況）, レポート（DMARC）"},
	{`(?:配送|エラーメール)[^。]{0,12}レポート`, "配送状況の通知"},
	{`(?:^|[^%\]\d])[A-Za-z][\p{Hiragana}\p{Katakana}\p{Han}]|[\p{Hiragana}\p{Katakana}\p{Han}][A-Za-z]`, "a space between the two scripts"},
	{`\d[\p{Hiragana}\p{Katakana}\p{Han}]|[\p{Hiragana}\p{Katakana}\p{Han}]\d`, "a space beside a number"},
	{`%(?:\[\d\])?s[\p{Hiragana}\p{Katakana}]`, "a space, which goes where the word that is put in is Japanese"},
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
		`迷惑メールとして報告`, // what a recipient does
		`NTTドコモ|Web担当者|URLリンク規制|HTMLメール規制|SPFレコードについて|SPFレコードをdocomoで検証してみた`, // names
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
		holdWords(t, at.String(), text, words, allowed)
	})
	if texts < 3000 {
		t.Errorf("only %d texts were found", texts)
	}
}

// TestWordsOfDocuments holds the Japanese documents against the same words, but for
// what a program printed and what is typed.
func TestWordsOfDocuments(t *testing.T) {
	documents, err := filepath.Glob("../../docs/ja/*.md")
	if err != nil || len(documents) < 4 {
		t.Fatal(documents, err)
	}
	typed := regexp.MustCompile("(?s)```.*?```|`[^`]*`|\\]\\([^)]*\\)")
	for _, file := range append(documents, "../../README.ja.md") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(typed.ReplaceAllString(string(text), "")) {
			holdWords(t, filepath.Base(file), line, avoidedJA, allowedJA)
		}
	}
}

func holdWords(t *testing.T, at, text string, words []avoided, allowed *regexp.Regexp) {
	t.Helper()
	for _, w := range words {
		if found := regexp.MustCompile(w.not).FindString(allowed.ReplaceAllString(text, "")); found != "" {
			t.Errorf("%s: %q in %q; better: %s", at, found, text, w.but)
		}
	}
}

// forTexts calls f for each text of the module's source: what stands behind EN and
// JA of a Text, and what errors say.
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
			switch n := n.(type) {
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && (key.Name == "EN" || key.Name == "JA") {
					f(files.Position(n.Pos()), key.Name, literals(n.Value))
				}
			case *ast.CallExpr:
				if isError(n) {
					f(files.Position(n.Pos()), "EN", literals(n.Args[0]))
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// isError reports whether a call makes an error of a text.
func isError(call *ast.CallExpr) bool {
	made, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 {
		return false
	}
	of, ok := made.X.(*ast.Ident)
	return made.Sel.Name == "Errorf" || ok && of.Name == "errors" && made.Sel.Name == "New"
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
