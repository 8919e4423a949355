package cli

import (
	"math"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
)

// spareFiles are the files that a run has open beside those of DNS: its input and
// output, the runtime's own, and what a proxy or an idle connection takes.
const spareFiles = 32

// mostAtOnce is how many questions may be under way at once, for this process to have
// a file for each: a socket of each server, and a connection for an answer that was cut.
func mostAtOnce(servers int) int {
	files := openFiles()
	if files > math.MaxInt32 {
		return math.MaxInt32
	}
	return max(1, (int(files)-spareFiles)/(servers+1))
}

// boundConcurrency judges no more lines at once than there are files for.
func (p *program) boundConcurrency(run *bulkRun) {
	if run.dns.watch == nil {
		return
	}
	wanted, most := run.runner.Concurrency, mostAtOnce(len(run.dns.watch.Servers))
	if wanted <= most {
		return
	}
	run.runner.Concurrency = most
	writeError(p.stderr, p.say(warningMark), p.say(i18n.Text{
		EN: "%d lines are judged at once, not %d: this process may have %d files open (ulimit -n)",
		JA: "同時に判定するのは %[2]d 行ではなく %[1]d 行です。このプロセスが開けるファイルは %[3]d 個までです（ulimit -n）",
	}.Format(most, wanted, openFiles())))
}
