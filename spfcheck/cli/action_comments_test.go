package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// gh stands for GitHub's program: it keeps what it is asked and what it is to send, and
// knows the comments of the file COMMENTS.
const gh = `#!/bin/sh
echo "$@" >>"$GH_LOG"
for arg; do
  case $arg in
  body=@*) cat "${arg#body=@}" >>"$GH_LOG" ;;
  esac
done
while [ $# -gt 1 ]; do
  if [ "$1" = --jq ]; then jq -r "$2" "$GH_COMMENTS"; fi
  shift
done
exit "${GH_CODE:-0}"
`

// TestActionComments wants one comment on the pull request, which later runs replace.
func TestActionComments(t *testing.T) {
	job := newJob(t)
	work := t.TempDir()
	write := func(name, text string, mode os.FileMode) string {
		file := filepath.Join(work, name)
		if err := os.WriteFile(file, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return file
	}
	job.bin = work
	write("gh", gh, 0o700)
	zone := filepath.Join(job.path, "testdata", "zones", "shop.zone")
	for _, tt := range []struct{ what, event, comments, code, comment, want string }{
		{"the first", `{"pull_request": {"number": 7}}`, `[{"id": 1, "body": "hello"}]`, "0", "true", "api repos/shop/dns/issues/7/comments -F"},
		{"a later one", `{"pull_request": {"number": 7}}`, `[{"id": 1, "body": "hello"}, {"id": 42, "body": "<!-- spfcheck gate -->\nold"}]`, "0", "true", "api -X PATCH repos/shop/dns/issues/comments/42 -F"},
		{"without permission", `{"pull_request": {"number": 7}}`, `[]`, "1", "true", ""},
		{"no pull request", `{}`, `[]`, "0", "true", ""},
		{"not asked for", `{"pull_request": {"number": 7}}`, `[]`, "0", "false", ""},
	} {
		t.Run(tt.what, func(t *testing.T) {
			log := filepath.Join(t.TempDir(), "log")
			job.event = write("event.json", tt.event, 0o600)
			t.Setenv("GH_LOG", log)
			t.Setenv("GH_CODE", tt.code)
			t.Setenv("GH_COMMENTS", write("comments.json", tt.comments, 0o600))
			got := job.run(t, work, map[string]string{"change": zone, "args": "--offline\n--zone=" + zone, "comment": tt.comment})
			if got.code != 0 {
				t.Errorf("%+v", got)
			}
			asked, _ := os.ReadFile(log) // there is none where nothing was asked
			if tt.want == "" && strings.Contains(string(asked), "body=") {
				t.Errorf("it writes a comment:\n%s", asked)
			}
			if tt.want != "" && !(strings.Contains(string(asked), tt.want) && strings.Contains(string(asked), "<!-- spfcheck gate -->\n## ✅ spfcheck: ")) {
				t.Errorf("no %q in\n%s", tt.want, asked)
			}
			if warned := strings.Contains(got.log, "::warning title=no comment::"); warned != (tt.code != "0") {
				t.Errorf("a warning: %v\n%s", warned, got.log)
			}
		})
	}
}
