package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/rivo/uniseg"
	"golang.org/x/sys/unix"
)

// TestScreen runs check on a terminal of 80 columns and 24 lines: below the answer there
// is room for the prompt, and no line is wider than the terminal.
func TestScreen(t *testing.T) {
	testdata, err := filepath.Abs(filepath.Join("..", "..", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"en", "ja"} {
		for _, color := range []string{"always", "never"} {
			t.Run(lang+"/"+color, func(t *testing.T) {
				master, slave := terminal(t)
				if err := unix.IoctlSetWinsize(int(slave.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 80}); err != nil {
					t.Fatal(err)
				}
				cmd := exec.CommandContext(t.Context(), os.Args[0], "check", "--lang", lang, "--color", color,
					"--mail", "messages/ses-signup.eml", "--ip", "54.240.8.40", "--on", "2026-11-21", "--offline",
					"--zone", "zones/senders.zone", "--zone", "zones/shop.zone")
				cmd.Args[0], cmd.Dir = "spfcheck", testdata
				cmd.Env = append(os.Environ(), "TERM=xterm", "COLUMNS=", "NO_COLOR=")
				cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
				cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				slave.Close()
				all, _ := io.ReadAll(master) // it ends with an error where nobody has the other side any more
				_ = cmd.Wait()               // the mail isn't delivered
				text := string(all)
				if colored := strings.Contains(text, "\x1b["); colored != (color == "always") {
					t.Errorf("colour: %v", colored)
				}
				for _, sequence := range []string{"\x1b[0m", "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[35m"} {
					text = strings.ReplaceAll(text, sequence, "")
				}
				lines := strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n")
				if len(lines) > 23 {
					t.Errorf("%d lines", len(lines))
				}
				if lines[0] != lines[len(lines)-1] || !strings.HasPrefix(lines[0], "✗ ") {
					t.Errorf("the verdict isn't first and last:\n%s", text)
				}
				if !strings.Contains(text, "\"v=spf1 include:amazonses.com ~all\"\r\n") {
					t.Errorf("the record isn't there:\n%s", text)
				}
				for _, line := range lines {
					if width := uniseg.StringWidth(line); width > 80 {
						t.Errorf("%d columns: %s", width, line)
					}
				}
			})
		}
	}
}
