package cli

import (
	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/input"
	"github.com/spfcheck/spfcheck/spfcheck/senders"
)

// clients reads --ip and --via.
func clients(c *cli.Context, request *spfcheck.Request) error {
	if value := c.String("via"); value != "" {
		use, err := senders.Parse(value)
		if err != nil {
			return err
		}
		request.Via = &use
	}
	if err := request.AddAddresses(splitCommas(c.StringSlice("ip"))...); err != nil {
		return err
	}
	given := request.Via != nil || len(request.Ranges)+len(request.Clients) > 0
	if !given && request.MailFrom == nil && c.String("mail") == "" {
		return noAddress // nor will a message say whose addresses to take
	}
	return nil
}

// noAddress says that there is nothing to send from.
var noAddress = &input.Error{
	Problem: i18n.Text{EN: "no --ip: the verdict depends on the address that the mail is sent from", JA: "--ip がありません。判定はメールの送信元アドレスによって変わります"},
	Hint: i18n.Text{
		EN: "give the sending server's public address, such as the one in a Received field of a test mail; or the service with --via",
		JA: "送信サーバーの公開アドレスを指定してください。テストメールの Received フィールドなどで分かります。配信サービスなら --via で指定できます",
	},
}
