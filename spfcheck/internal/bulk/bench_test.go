package bulk_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

const benchZone = `
$ORIGIN example.jp.
@ SOA ns h 1 1 1 1 60
* 300 TXT "v=spf1 include:_spf.example.jp ~all"
* 300 MX 10 mx
mx A 192.0.2.9
_spf TXT "v=spf1 ip4:192.0.2.0/24 -all"
`

// BenchmarkRun judges lines of domains of their own, without any network; an
// operation is a line.
func BenchmarkRun(b *testing.B) {
	short, _ := render.FindBulkField("worst")
	for name, encode := range map[string]func(*bulk.Line) ([]byte, error){
		"report": render.BulkLine,
		"fields": render.BulkShort([]render.BulkField{short}),
	} {
		b.Run(name, func(b *testing.B) {
			var input strings.Builder
			for i := range b.N {
				fmt.Fprintf(&input, `{"id":%d,"from":"c%d.example.jp","mail_from":"b@c%[1]d.example.jp","ip":"192.0.2.1"}`+"\n", i, i)
			}
			run := bulk.Runner{Concurrency: 4, Encode: encode}
			run.Checker.Exchanger = resolve.Offline(dnstest.Zone(b, benchZone))
			b.ReportAllocs()
			b.ResetTimer()
			in, err := bulk.NewReader(strings.NewReader(input.String()), "")
			if err != nil {
				b.Fatal(err)
			}
			summary, err := run.Run(b.Context(), in, bulk.NewStream(io.Discard))
			if err != nil || summary.Lines != int64(b.N) || summary.Bad > 0 {
				b.Fatalf("%+v, %v", summary, err)
			}
		})
	}
}
