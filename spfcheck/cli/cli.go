// Package cli is the command line: flags, their wiring and the exit codes. It is
// the only package that knows a flag's name.
package cli

import (
	"cmp"
	"context"
	"io"
	"os"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// Run is all of the program: it runs the command that args name, of which the
// first is the program's own name, and returns the exit code. It never exits. It
// returns within a second of ctx's end, whatever it waits for: a read or a write that
// nothing can end is left behind, so its caller should exit then.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	language, ok := languageOf(args)
	if !ok {
		language = i18n.FromEnvironment(os.Getenv)
	}
	p := &program{
		stdin: stdin, stdout: stdout, stderr: stderr,
		language: language,
		code:     exitDelivered,
		began:    time.Now(),
	}
	p.input = &announced{Reader: stdin, first: func() { p.hintAtTerminal(stdin) }}
	done := make(chan int, 1)
	go func() {
		if err := p.run(ctx, args); err != nil {
			done <- p.fail(err)
			return
		}
		done <- p.code
	}()
	select {
	case code := <-done:
		return code
	case <-ctx.Done():
	}
	select {
	case code := <-done:
		return code
	case <-time.After(grace):
		p.recording.Load().abandon()
		last := program{stderr: stderr, language: language} // the other one may still be at work
		return last.fail(errInterrupted)
	}
}

// run runs what the words say.
func (p *program) run(ctx context.Context, args []string) error {
	var noPresets error
	p.presets, noPresets = p.readPresets()
	if _, ok := languageOf(args); !ok {
		p.presetLanguage()
	}
	l, err := p.readLine(args[min(1, len(args)):])
	p.implied = l.implied
	if err == nil && !l.help && !l.version {
		switch p.badPresets = cmp.Or(noPresets, p.checkPresets(p.presets)); {
		case p.badPresets == nil:
			l.preset(p.presets)
		case l.command.Name != doctorName: // which says what is wrong with them
			err = p.badPresets
		}
	}
	switch {
	case err != nil:
		return err
	case l.version:
		program, data := built()
		return render.Version(p.stdout, render.Options{Language: p.language}, program, data)
	case l.help && l.command != nil:
		return p.print(p.commandHelp(l.command, p.width()))
	case l.help:
		return p.print(p.programHelp(p.width()))
	}
	return p.app(l.command).RunContext(ctx, l.words(args[0]))
}

func (p *program) print(text string) error {
	_, err := io.WriteString(p.stdout, text)
	return err
}
