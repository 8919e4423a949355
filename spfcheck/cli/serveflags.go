package cli

import (
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// The categories of serve's flags that no other command has.
var (
	theServer    = i18n.Text{EN: "The server", JA: "サーバー"}
	theRehearsal = i18n.Text{EN: "The rehearsal", JA: "リハーサル"}
)

// serveFlags say where the server listens, and what it does with messages.
func (p *program) serveFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "smtp", Value: "127.0.0.1:2525", Category: p.say(theServer), Usage: p.say(i18n.Text{
			EN: "the `ADDRESS` to take mail at, such as 127.0.0.1:2525; without a host this machine alone",
			JA: "メールを受け取る`アドレス`。127.0.0.1:2525 のように書く。ホストを省くとこのマシンからだけ",
		})},
		&cli.BoolFlag{Name: "starttls", Category: p.say(theServer), Usage: p.say(i18n.Text{
			EN: "offer STARTTLS with a certificate made for this run; clients that verify it refuse it",
			JA: "この実行のために作った証明書で STARTTLS を提供する。証明書を検証するプログラムは接続しない",
		})},
		&cli.BoolFlag{Name: "require-auth", Category: p.say(theServer), Usage: p.say(i18n.Text{
			EN: "take mail only after AUTH, with any name and password",
			JA: "AUTH の後でだけメールを受け取る。名前とパスワードは何でもよい",
		})},
		&cli.StringFlag{Name: "keep", Category: p.say(theServer), Usage: p.say(i18n.Text{
			EN: "write each message, its verdict and its delivery reports into this `FOLDER`",
			JA: "メール、判定、配送状況の通知をこの`フォルダー`に書き出す",
		})},
		&cli.IntFlag{Name: "expect", Category: p.say(theServer), Usage: p.say(i18n.Text{
			EN: "end after `N` messages, with the exit code of the worst verdict",
			JA: "メールが `N` 通届いたら、最も悪い判定の終了コードで終わる",
		})},
		&cli.DurationFlag{Name: "deadline", Value: time.Minute, Category: p.say(theServer), Usage: p.say(i18n.Text{
			EN: "with --expect: give up after this `TIME`",
			JA: "--expect で待つ`時間`の上限",
		})},
		&cli.BoolFlag{Name: "strict", Category: p.say(theRehearsal), Usage: p.say(i18n.Text{
			EN: "refuse with 550 and the reason what would not be delivered, so that the application's own tests fail",
			JA: "届かないメールを 550 と理由で拒否する（アプリケーションのテストがエラーになる）",
		})},
		&cli.StringSliceFlag{Name: "unknown-user", Category: p.say(theRehearsal), Usage: p.say(i18n.Text{
			EN: "refuse this `ADDRESS` as one that its carrier doesn't have; repeatable",
			JA: "この`アドレス`を、事業者に存在しない宛先として拒否する。繰り返し可",
		})},
		&cli.DurationFlag{Name: "greylist", Category: p.say(theRehearsal), Usage: p.say(i18n.Text{
			EN: "put a recipient off with 450 for this `TIME`, the first time that a sender writes to it",
			JA: "初めての送信者と宛先の組を、この`時間`だけ 450 で待たせる",
		})},
		&cli.IntFlag{Name: "rate", Category: p.say(theRehearsal), Usage: p.say(i18n.Text{
			EN: "put messages off with 450 that are more than `N` a minute",
			JA: "1 分に `N` 通を超えるメールを 450 で待たせる",
		})},
	}
}

// rehearsedFlags say how the mail will be sent, and whose rules judge it.
func (p *program) rehearsedFlags() []cli.Flag {
	names := []string{"via", "ip", "dkim-domain", "mail-from", "helo", "config", "setting", "on", "fail-on", "min-basis"}
	return named(names, p.clientFlags(), []cli.Flag{&cli.StringFlag{Name: "mail-from", Category: p.say(theMessage), Usage: p.say(i18n.Text{
		EN: "with --via: the envelope From that the service puts in, an `ADDRESS` (default: the service's own domain)",
		JA: "--via で、サービスが使うエンベロープ From の`アドレス`（既定値: サービスのドメイン）",
	})}}, named([]string{"helo"}, p.senderFlags()), named([]string{"config"}, p.flowFlags()), p.verdictFlags())
}

// serveDNSFlags are the DNS flags of a run that goes on.
func (p *program) serveDNSFlags() []cli.Flag {
	return slices.DeleteFunc(p.dnsFlags(), func(f cli.Flag) bool {
		return slices.Contains([]string{"record", "force", "deadline"}, f.Names()[0])
	})
}
