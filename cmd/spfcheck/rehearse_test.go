package main

import (
	"bytes"
	"fmt"
	"net"
	"net/smtp"
	"os"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// rehearse CODE MAILS COMMAND ARG… runs spfcheck serve at a free port and wants that exit
// code. Each line of the file MAILS is a mail to send meanwhile: envelope From, recipients
// with commas between them, and a file. What the server answers is in the file answers.
func rehearse(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: rehearse CODE MAILS COMMAND ARG…")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	addr := l.Addr().String()
	ts.Check(l.Close())
	var mails [][3]string
	for line := range strings.Lines(ts.ReadFile(args[1])) {
		if f := strings.Fields(line); len(f) == 3 {
			mails = append(mails, [3]string{f[0], f[1], strings.ReplaceAll(ts.ReadFile(f[2]), "\n", "\r\n")})
		}
	}
	answers := ts.MkAbs("answers")
	sent := make(chan error, 1)
	go func() { sent <- send(addr, mails, answers) }()
	exits(ts, false, append([]string{args[0]}, append(args[2:], "--smtp", addr)...))
	ts.Check(<-sent)
}

// send sends mails to a server that may not listen yet.
func send(addr string, mails [][3]string, answers string) error {
	for range 200 {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			c.Close()
			break
		}
		time.Sleep(25 * time.Millisecond)
	}
	var said bytes.Buffer
	for _, m := range mails {
		answer := "taken"
		if err := smtp.SendMail(addr, nil, m[0], strings.Split(m[1], ","), []byte(m[2])); err != nil {
			answer = strings.ReplaceAll(err.Error(), `"`, "")
		}
		fmt.Fprintln(&said, answer)
	}
	return os.WriteFile(answers, said.Bytes(), 0o600)
}
