package cli

import (
	"errors"
	"io"
	"os"
	"sync"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// senderFlags are the flags that say who sends a message.
func (p *program) senderFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "mail-from", Category: p.say(theMessage), Usage: p.say(i18n.Text{
			EN: "the envelope From, an `ADDRESS`; empty or <> is the null reverse-path (default: the message's Return-Path)",
			JA: "エンベロープ From の`アドレス`。空または <> は null reverse-path（既定値: メールの Return-Path）",
		})},
		&cli.StringFlag{Name: "helo", Category: p.say(theMessage), Usage: p.say(i18n.Text{
			EN: "the `NAME` that the sending server gives in HELO or EHLO",
			JA: "送信サーバーが HELO か EHLO で名乗る`名前`",
		})},
		&cli.StringFlag{Name: "from", Category: p.say(theMessage), Usage: p.say(i18n.Text{
			EN: "the header From, an `ADDRESS` or a domain (default: the argument, or the message's)",
			JA: "ヘッダー From の`アドレス`またはドメイン（既定値: 引数かメールのもの）",
		})},
		&cli.StringFlag{Name: "sender", Category: p.say(theMessage), Usage: p.say(i18n.Text{
			EN: "the header Sender, an `ADDRESS` or a domain (default: the message's)",
			JA: "ヘッダー Sender の`アドレス`またはドメイン（既定値: メールのもの）",
		})},
	}
}

// header reads the header of the message in a file.
func (p *program) header(file string) (*identity.Header, error) {
	var header identity.Header
	err := p.readFile(file, func(r io.Reader) (err error) {
		header, err = identity.ReadHeader(r)
		return inMessage(file, err)
	})
	return &header, err
}

// inMessage names the file in an error about the message in it.
func inMessage(file string, err error) error {
	var bad *input.Error
	if errors.As(err, &bad) && bad.Input == "" && bad != errInterrupted {
		return contentError(file, bad.Problem, bad.Hint)
	}
	return err
}

// onlyOneInput is an error where more than one flag, or a flag and the argument, want
// standard input. file is the argument, and called what it is called; "" for none.
func onlyOneInput(c *cli.Context, file string, called i18n.Text) error {
	var first i18n.Text
	if file == "-" {
		first = called
	}
	for _, flag := range []string{"mail", "rua", "zone", "replay"} {
		for _, file := range append(c.StringSlice(flag), c.String(flag)) {
			if file != "-" {
				continue
			}
			if first.Complete() {
				return &input.Error{
					Problem: i18n.Text{EN: "%s and --%s both read standard input", JA: "%s と --%s がどちらも標準入力を読もうとしています"}.Format(first, flag),
					Hint:    i18n.Text{EN: "put one of them into a file", JA: "一方をファイルに保存してください"},
				}
			}
			first = asText("--" + flag)
		}
	}
	return nil
}

// readFile gives the content of a file, or standard input for "-", to read. An
// error of the system names the file; any other of read is its own.
func (p *program) readFile(file string, read func(io.Reader) error) error {
	f, err := p.open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	return read(f)
}

// open opens a file, or standard input for "-".
func (p *program) open(file string) (io.ReadCloser, error) {
	if file == "-" {
		return io.NopCloser(p.input), nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, fileError(file, err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, &input.Error{
			Problem: i18n.Text{EN: "%q is a directory", JA: "%q はフォルダーです"}.Format(file),
			Hint:    i18n.Text{EN: "give one file", JA: "ファイルを 1 つ指定してください"},
		}
	}
	return f, nil
}

// announced calls first before the first read.
type announced struct {
	io.Reader
	once  sync.Once
	first func()
}

func (a *announced) Read(data []byte) (int, error) {
	a.once.Do(a.first)
	return a.Reader.Read(data)
}

// hintAtTerminal says that the program waits for input, where somebody sits there.
func (p *program) hintAtTerminal(stdin io.Reader) {
	if f, ok := stdin.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		writeError(p.stderr, p.say(hintMark), p.say(typeHere))
	}
}

var typeHere = i18n.Text{
	EN: "reading from the terminal; end with Ctrl-D at the beginning of a line (Ctrl-Z and Enter on Windows)",
	JA: "端末から読み込んでいます。行の先頭で Ctrl-D（Windows では Ctrl-Z と Enter）を押すと終わります",
}
