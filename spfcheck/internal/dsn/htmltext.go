package dsn

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// htmlText gives the words of HTML, without what isn't shown: a line for each block, a
// blank between the cells of a table. Links are not read.
func htmlText(content string) string {
	var text strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(content))
	tokens.SetMaxBuf(maxText)
	hidden, kept := 0, 0
	for text.Len() < maxText {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			break
		}
		token := tokens.Token()
		switch block := blocksOfHTML[token.DataAtom]; {
		case kind == html.TextToken && hidden == 0 && kept > 0:
			text.WriteString(token.Data)
		case kind == html.TextToken && hidden == 0:
			text.WriteString(oneLine(token.Data))
		case block == "hidden" && kind == html.StartTagToken:
			hidden++
		case block == "hidden" && kind == html.EndTagToken:
			hidden = max(0, hidden-1)
		case block != "" && block != "hidden":
			text.WriteString(block)
		}
		if token.DataAtom == atom.Pre && kind != html.TextToken {
			if kept = 0; kind == html.StartTagToken {
				kept = 1
			}
		}
	}
	return strings.ReplaceAll(text.String(), "\u00a0", " ")
}

// blocksOfHTML are the elements that part words.
var blocksOfHTML = map[atom.Atom]string{
	atom.Script: "hidden", atom.Style: "hidden", atom.Head: "hidden", atom.Title: "hidden",
	atom.P: "\n", atom.Br: "\n", atom.Div: "\n", atom.Tr: "\n", atom.Li: "\n", atom.Table: "\n", atom.Pre: "\n", atom.Blockquote: "\n",
	atom.H1: "\n", atom.H2: "\n", atom.H3: "\n", atom.H4: "\n", atom.Hr: "\n", atom.Ul: "\n", atom.Ol: "\n", atom.Dt: "\n", atom.Dd: "\n",
	atom.Td: " ", atom.Th: " ",
}

// oneLine gives text with each run of blanks as one, as HTML is shown.
func oneLine(s string) string {
	words := strings.Join(strings.Fields(s), " ")
	if words == "" {
		if s != "" {
			return " "
		}
		return ""
	}
	if strings.TrimLeft(s, " \t\r\n") != s {
		words = " " + words
	}
	if strings.TrimRight(s, " \t\r\n") != s {
		words += " "
	}
	return words
}
