package bulk_test

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck"
	"github.com/spfcheck/spfcheck/spfcheck/internal/bulk"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

func ExampleRunner() {
	zone, err := resolve.ParseZone(strings.NewReader(`shop.example.jp. TXT "v=spf1 -all"`), "shop.zone")
	if err != nil {
		fmt.Println(err)
		return
	}
	in, err := bulk.NewReader(strings.NewReader("id,from,ip\n1,shop.example.jp,192.0.2.25\n2,shop.example.jp,192.0.2\n"), bulk.CSV)
	if err != nil {
		fmt.Println(err)
		return
	}
	runner := bulk.Runner{
		Checker:     spfcheck.Checker{Exchanger: resolve.Offline(zone)},
		Concurrency: 64,
		Encode: func(l *bulk.Line) ([]byte, error) {
			if l.Error != nil {
				return fmt.Appendf(nil, "%s: %s\n", l.ID, l.Error.Problem.EN), nil
			}
			return fmt.Appendf(nil, "%s: %s\n", l.ID, l.Worst), nil
		},
	}
	summary, err := runner.Run(context.Background(), in, bulk.NewStream(os.Stdout))
	fmt.Println(summary.Failing, summary.Bad, err)
	// Output:
	// "1": drop
	// "2": "192.0.2" is not an IP address
	// 1 1 <nil>
}
