package cli

import (
	"errors"
	"io"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/gate"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// gateOutput is a form in which the report is written, and where to.
type gateOutput struct {
	format  render.Format
	options render.Options
	file    string // "": standard output
	stdout  io.Writer
}

// gateOutputs reads --format and --output.
func (p *program) gateOutputs(c *cli.Context) ([]gateOutput, error) {
	format, options, err := p.output(c)
	if err != nil {
		return nil, err
	}
	outputs := []gateOutput{{format: format, options: options, stdout: p.stdout}}
	options.Color = false
	for _, value := range c.StringSlice("output") {
		name, file, ok := strings.Cut(value, "=")
		if !ok || file == "" {
			return nil, flagError("output", i18n.Text{EN: "%q names no file", JA: "%q にファイル名がありません"}.Format(value),
				i18n.Text{EN: "write it as sarif=out.sarif", JA: "sarif=out.sarif のように書いてください"})
		}
		format, err := formatOf(c.Command.Name, "output", name)
		if err != nil {
			return nil, err
		}
		outputs = append(outputs, gateOutput{format: format, options: options, file: file})
	}
	return outputs, nil
}

func (o gateOutput) write(rep *gate.Report) error {
	if o.file == "" {
		return o.format.Gate(o.stdout, o.options, rep)
	}
	f, err := os.Create(o.file)
	if err != nil {
		return notWritten("output", o.file, err)
	}
	if err := errors.Join(o.format.Gate(f, o.options, rep), f.Close()); err != nil {
		return notWritten("output", o.file, err)
	}
	return nil
}
