package cli

import (
	"bytes"
	"io"
	"strings"
	"time"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/config"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dmarc"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rua"
	"github.com/spfcheck/spfcheck/spfcheck/internal/sources"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// flowsHead begins a file of flows that were found in reports.
const flowsHead = "# The mail that this site sends, by DMARC aggregate reports."

// flowsNote says what isn't in reports.
const flowsNote = " Reports have no local parts:\n# those of mail-from are made up. Its keys: spfcheck config schema\n"

// writeFlows writes what is yours as flows for the gate.
func (p *program) writeFlows(file string, rep *sources.Report) error {
	var flows []config.Start
	for _, d := range rep.Domains {
		for _, s := range d.Sources {
			if s.Class == sources.Yours {
				flows = append(flows, flowOf(d.Domain, s))
			}
		}
	}
	if len(flows) == 0 {
		return flagError("write-config", i18n.Text{EN: "no source is known to be yours", JA: "自分のものと分かる送信元がありません"},
			i18n.Text{EN: "name what is with --yours", JA: "自分の送信元を --yours で指定してください"})
	}
	var made bytes.Buffer
	made.WriteString(flowsHead + flowsNote)
	if err := config.Write(&made, flows[0], flows[1:]...); err != nil {
		return err
	}
	if _, err := config.Read(bytes.NewReader(made.Bytes()), file, carriers.DayOf(time.Now())); err != nil {
		return input.About(asFlag("write-config"), err)
	}
	err := p.writeFile("write-config", file, func(w io.Writer) error {
		_, err := w.Write(made.Bytes())
		return err
	})
	if err == nil {
		p.tell(wroteFile.Format(file))
	}
	return err
}

// mostly is the share of a source's mail that is signed from which on the flow is.
const mostly = 0.95

// flowOf is the usual mail of a source, as a flow.
func flowOf(domain string, s sources.Source) config.Start {
	flow := config.Start{Name: domain + " " + strings.ReplaceAll(strings.ToLower(s.Name.EN), " ", "-"), From: domain, MailFrom: "bounces@" + domain}
	if s.Service != "" {
		flow.Name = domain + " " + s.Service
	}
	if _, err := senders.Parse(s.Via); err == nil {
		flow.Via, flow.MailFrom = s.Via, ""
	} else {
		for _, a := range s.Largest {
			flow.IP = append(flow.IP, a.Address.String())
		}
	}
	for _, e := range s.Envelopes {
		if e != rua.Null {
			flow.MailFrom = "bounces@" + e
			break
		}
	}
	if float64(s.DKIM) >= mostly*float64(s.Messages) {
		for _, signer := range s.Signers {
			if dmarc.Aligned(signer, domain, dmarc.Relaxed) {
				flow.DKIMDomain = append(flow.DKIMDomain, signer)
			}
		}
	}
	return flow
}
