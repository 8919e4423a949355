package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/urfave/cli/v2"

	"spfcheck/spfcheck/i18n"
	"spfcheck/spfcheck/identity"
)

// senderFlags are the flags that say who sends a message.
func senderFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "mail-from", Usage: "the envelope From, an `ADDRESS`; empty or <> is the null reverse-path (default: the message's Return-Path)", Category: "The message"},
		&cli.StringFlag{Name: "helo", Usage: "the `NAME` that the sending server gives in HELO or EHLO", Category: "The message"},
		&cli.StringFlag{Name: "from", Usage: "the header From, an `ADDRESS` or a domain (default: the argument, or the message's)", Category: "The message"},
		&cli.StringFlag{Name: "sender", Usage: "the header Sender, an `ADDRESS` or a domain (default: the message's)", Category: "The message"},
	}
}

// source reads the sender flags and the message of a file, "" for none.
func (p *program) source(c *cli.Context, file string) (identity.Source, error) {
	src := identity.Source{Helo: c.String("helo"), From: c.String("from"), Sender: c.String("sender")}
	if c.IsSet("mail-from") {
		mailFrom := c.String("mail-from")
		src.MailFrom = &mailFrom
	}
	if file == "" {
		return src, nil
	}
	var header identity.Header
	err := p.readFile(file, func(r io.Reader) (err error) {
		header, err = identity.ReadHeader(r)
		return inFile(file, err)
	})
	src.Header = &header
	return src, err
}

// readFile gives the content of a file, or standard input for "-", to read. An
// error in opening it names the file; that of read is its own.
func (p *program) readFile(file string, read func(io.Reader) error) error {
	if file == "-" {
		return read(p.stdin)
	}
	f, err := os.Open(file)
	if err != nil {
		return fileError(err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return &usageError{
			problem: i18n.Text{EN: "%q is a directory", JA: "%q はディレクトリです"}.Format(file),
			hint:    i18n.Text{EN: "give one file", JA: "ファイルを 1 つ指定してください"},
		}
	}
	return read(f)
}

// inFile puts the file in front of what is wrong with its content.
func inFile(file string, err error) error {
	var bad *identity.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &bad):
		return &identity.Error{Field: file, Problem: bad.Problem, Hint: bad.Hint}
	default:
		return &usageError{problem: asText(fmt.Sprintf("reading %q: %v", file, err))}
	}
}
