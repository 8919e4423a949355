package cli

import (
	"io"
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
	*program
}

// gateOutputs reads --format and --output.
func (p *program) gateOutputs(c *cli.Context) ([]gateOutput, error) {
	format, options, err := p.output(c)
	if err != nil {
		return nil, err
	}
	outputs := []gateOutput{{format: format, options: options, program: p}}
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
		outputs = append(outputs, gateOutput{format: format, options: options, file: file, program: p})
	}
	return outputs, nil
}

func (o gateOutput) write(rep *gate.Report) error {
	if o.file == "" {
		return o.format.Gate(o.stdout, o.options, rep)
	}
	return o.writeFile("output", o.file, func(w io.Writer) error { return o.format.Gate(w, o.options, rep) })
}
