package render

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestPhrases(t *testing.T) {
	for _, phrases := range []string{
		"送信元アドレスを|許可する|レコードが|ありません。",
		"受け取る|前に|繰り返し読み、|貼り付けてください",
		"10 件の|メールを |1 通ずつ|送ります",
		"docomo では|迷惑メールフォルダーに|入ります|（30 日間）。|通知は|ありません",
		"ご利用の|サービスで、|お客様の|ドメインの |DKIM を|有効に|してください",
		"受け取るのは|pass の|ときだけです",
		"「拒否しない」という|ことでは|ありません",
		"全て|拒否する",
		"記号の|後に|続く|もの",
	} {
		text := strings.ReplaceAll(phrases, "|", "")
		got := strings.Join(segments(text, endsPhrase), "|")
		if got != phrases {
			t.Errorf("%s\nwant %s", got, phrases)
		}
	}
}

// TestWrapJapanese wraps every Japanese text of the source.
func TestWrapJapanese(t *testing.T) {
	texts := japaneseTexts(t)
	if len(texts) < 2000 {
		t.Fatalf("only %d texts were found", len(texts))
	}
	for _, text := range texts {
		for _, width := range []int{40, 60, 80} {
			holdBreaks(t, wrap(text, width), width)
		}
	}
}

func holdBreaks(t *testing.T, lines []string, width int) {
	t.Helper()
	for i, line := range lines[1:] {
		last, _ := utf8.DecodeLastRuneInString(lines[i])
		next, _ := utf8.DecodeRuneInString(line)
		for _, inside := range []*unicode.RangeTable{unicode.Han, unicode.Katakana} {
			if unicode.Is(inside, last) && unicode.Is(inside, next) {
				t.Errorf("at %d columns a word is broken: %q, %q", width, lines[i], line)
			}
		}
		if scriptOf(last) == word && scriptOf(next) == hiragana {
			t.Errorf("at %d columns a line begins with a particle: %q, %q", width, lines[i], line)
		}
	}
	short := lines[len(lines)-1]
	if len(lines) > 1 && utf8.RuneCountInString(short) < leastLast && strings.ContainsFunc(short, isWide) {
		t.Errorf("at %d columns the last line is %q", width, short)
	}
}

// japaneseTexts lists what stands behind JA in the source.
func japaneseTexts(t *testing.T) []string {
	var texts []string
	text := regexp.MustCompile("\\bJA:\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`)")
	top := os.DirFS("../../..")
	err := fs.WalkDir(top, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		source, err := fs.ReadFile(top, name)
		for _, found := range text.FindAllSubmatch(source, -1) {
			s, err := strconv.Unquote(string(found[1]))
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			texts = append(texts, strings.Split(s, "\n")...)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(texts, func(s string) bool { return s == "" })
}
