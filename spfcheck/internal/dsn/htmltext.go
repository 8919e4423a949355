package dsn

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// htmlText gives the words of HTML, without what isn't shown: a line for each block, a
// space between the cells of a table. Links are not read.
func htmlText(content string) string {
	var text strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(content))
	tokens.SetMaxBuf(maxText)
	hidden, kept, begins := 0, false, true // begins: a line does
	for text.Len() < maxText {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			break
		}
		token := tokens.Token()
		block := blocksOfHTML[token.DataAtom]
		switch {
		case kind == html.TextToken && hidden == 0:
			words := token.Data
			if !kept {
				words = oneLine(words, begins)
			}
			text.WriteString(words)
			begins = begins && words == "" || strings.HasSuffix(words, "\n")
		case block == hiddenBlock && kind == html.StartTagToken:
			hidden++
		case block == hiddenBlock && kind == html.EndTagToken:
			hidden = max(0, hidden-1)
		case block != "" && block != hiddenBlock:
			text.WriteString(block)
			begins = block == "\n"
			kept = kept && token.DataAtom != atom.Pre || token.DataAtom == atom.Pre && kind == html.StartTagToken
		}
	}
	return strings.ReplaceAll(text.String(), "\u00a0", " ")
}

// hiddenBlock stands for elements that aren't shown.
const hiddenBlock = "hidden"

// blocksOfHTML are the elements that part words.
var blocksOfHTML = map[atom.Atom]string{
	atom.Script: hiddenBlock, atom.Style: hiddenBlock, atom.Head: hiddenBlock, atom.Title: hiddenBlock,
	atom.P: "\n", atom.Br: "\n", atom.Div: "\n", atom.Tr: "\n", atom.Li: "\n", atom.Table: "\n", atom.Pre: "\n", atom.Blockquote: "\n",
	atom.H1: "\n", atom.H2: "\n", atom.H3: "\n", atom.H4: "\n", atom.Hr: "\n", atom.Ul: "\n", atom.Ol: "\n", atom.Dt: "\n", atom.Dd: "\n",
	atom.Td: " ", atom.Th: " ",
}

// oneLine gives text with each run of spaces as one, as HTML is shown, and none where a
// line begins.
func oneLine(s string, begins bool) string {
	words := strings.Join(strings.Fields(s), " ")
	if strings.TrimLeft(s, " \t\r\n") != s && !begins {
		words = " " + words
	}
	if words != "" && words != " " && strings.TrimRight(s, " \t\r\n") != s {
		words += " "
	}
	return words
}
