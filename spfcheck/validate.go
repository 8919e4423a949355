package spfcheck

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/identity"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/internal/spelling"
)

// Validate says what is wrong with req, and with what c judges by, all of it in an
// *InputError; nil where Check can judge. It asks nothing, and doesn't read Mail.
func (c *Checker) Validate(req Request) error {
	_, _, err := c.accept(req)
	return err
}

// accept begins a run, with everything in its usual form. An error is an *InputError.
func (c *Checker) accept(req Request) (*run, []i18n.Text, error) {
	checker := *c
	identities, notes, err := req.Identities()
	errs := []error{err, req.normalize(), checker.validate(req.Words), checker.toRecipient(&req)}
	if err == nil {
		errs = append(errs, req.missing(identities))
	}
	if err := input.Join(errs...); err != nil {
		return nil, nil, err
	}
	if req.On == "" {
		req.On = carriers.DayOf(time.Now())
	}
	return &run{checker: &checker, request: req, identities: identities, records: cmp.Or(c.Tuning.Records, new(Records))}, notes, nil
}

// normalize puts what req holds parsed into its usual form, and says what has none.
func (req *Request) normalize() error {
	var errs []error
	if req.Size < 0 {
		_, err := parseSize(strconv.FormatInt(req.Size, 10))
		errs = append(errs, err)
	}
	req.Clients = slices.Clone(req.Clients)
	for i, a := range req.Clients {
		if !a.IsValid() || a.Zone() != "" {
			_, err := parseIP(a.String())
			errs = append(errs, err)
		}
		req.Clients[i] = a.Unmap()
	}
	for _, p := range req.Ranges {
		if !p.IsValid() {
			_, err := parseRange(p.String())
			errs = append(errs, err)
		}
	}
	if req.Via != nil && req.Via.Preset == nil {
		errs = append(errs, &input.Error{Input: input.Via, Problem: noService, See: input.AllSenders})
	}
	req.Signers = slices.Clone(req.Signers)
	for i, signer := range req.Signers {
		domain, err := parseSigner(signer)
		req.Signers[i] = domain
		errs = append(errs, err)
	}
	if req.On != "" {
		_, err := parseDay(string(req.On))
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// missing says what there must be of several inputs: somebody who sends, from somewhere.
// The message may tell both, and isn't read yet.
func (req *Request) missing(identities []identity.Identity) error {
	words := req.Words
	switch {
	case req.Mail != nil:
		return nil
	case req.Empty():
		return &input.Error{
			Input: input.From, Missing: true, Problem: nobodySends,
			Hint: saySender.Format(words.Of(input.From), words.Of(input.MailFrom), words.Of(input.Mail)),
		}
	case len(req.Clients)+len(req.Ranges) == 0 && req.Via == nil && identities[0].Status != identity.Known:
		return req.noAddress()
	}
	return nil
}

// noAddress says that there is nothing to send from.
func (req *Request) noAddress() *input.Error {
	return &input.Error{
		Input: input.IP, Missing: true, Problem: noAddress.Format(req.Words.Of(input.IP)),
		Hint: giveSender.Format(req.Words.Of(input.Via)),
	}
}

// validate says what is wrong with what c judges by.
func (c *Checker) validate(words input.Words) error {
	var errs []error
	if c.MinBasis != "" && !slices.Contains(carriers.Bases, c.MinBasis) {
		errs = append(errs, &input.Error{Input: input.MinBasis, Problem: noBasis.Format(string(c.MinBasis)), Hint: spelling.DidYouMean(string(c.MinBasis), carriers.BasisNames(), basesAre.Format(strings.Join(carriers.BasisNames(), ", ")))})
	}
	for _, id := range c.Settings {
		if p := carriers.ByID(id.Carrier); !slices.Contains(c.profiles(), p) {
			errs = append(errs, &input.Error{
				Input: input.Setting, Problem: settingNotJudged.Format(id.Carrier),
				Hint: addCarrier.Format(words.Of(input.Carrier), id.Carrier),
			})
		}
	}
	return errors.Join(errs...)
}

var (
	nobodySends = i18n.Text{EN: "no sender is given", JA: "差出人が分かりません"}
	saySender   = i18n.Text{EN: "give %s, %s or %s", JA: "%s、%s、%s のどれかを指定してください"}
	noAddress   = i18n.Text{
		EN: "no %s: the verdict depends on the address that the mail is sent from",
		JA: "%s がありません。判定はメールの送信元アドレスによって変わります",
	}
	giveSender = i18n.Text{
		EN: "give the sending server's public address, such as the one in a Received field of a test mail; or the service with %s",
		JA: "送信サーバーの公開アドレスを指定してください。テストメールの Received フィールドなどで分かります。配信サービスなら %s で指定できます",
	}
	noService        = i18n.Text{EN: "it is not one of the sending services", JA: "配信サービスの指定がありません"}
	noBasis          = i18n.Text{EN: "no basis %q", JA: "根拠 %q はありません"}
	basesAre         = i18n.Text{EN: "there are %s, the strongest first", JA: "強い順に %s があります"}
	settingNotJudged = i18n.Text{EN: "%s is not judged", JA: "%s は判定の対象ではありません"}
	addCarrier       = i18n.Text{EN: "add %s %s", JA: "%s %s を加えてください"}
)
