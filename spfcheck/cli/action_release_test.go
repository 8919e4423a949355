package cli

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
)

// ghReleases stands for GitHub's program: it has the files of the folder RELEASE for
// v1.2.3, and attests what ATTESTED says that it does.
const ghReleases = `#!/bin/sh
echo "$@" >>"$GH_LOG"
case "$1 $2" in
"release download")
  [ "$3" = v1.2.3 ] || exit 1
  while [ "$1" != --dir ]; do shift; done
  cp "$RELEASE"/* "$2" ;;
"attestation verify") [ "$ATTESTED" = yes ] ;;
esac
`

// goBuild stands for Go, since TestAction builds.
const goBuild = `#!/bin/sh
while [ "$1" != -o ]; do shift; done
printf '#!/bin/sh\nexec spfcheck "$@"\n' >"$2/spfcheck"
chmod +x "$2/spfcheck"
`

// TestActionRelease wants the program of a release to be run where the action is used at
// one, one that was built where it isn't, and none that isn't what was released.
func TestActionRelease(t *testing.T) {
	job := newJob(t)
	work := t.TempDir()
	tagged, other := releasesOn(t, job)
	jq := "#!/bin/sh\nexec " + dnstest.Installed(t, "jq") + " \"$@\" | sed 's/$/\\r/'\n" // as on Windows
	for name, text := range map[string]string{"gh": ghReleases, "jq": jq, "go": goBuild} {
		if err := os.WriteFile(filepath.Join(job.bin, name), []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	dnstest.Installed(t, "unzip") // so have the runners with Windows
	const released, built, refused = "from the release", "Built from source", "::error title=spfcheck::"
	tests := []struct {
		name, ref, version string
		system             string
		tampered           bool
		attested           string
		code               int
		want               string // in the log
		asked              string // of GitHub
	}{
		{name: "a tag", ref: "v1.2.3", attested: "yes", want: released, asked: "--source-ref refs/tags/v1.2.3\n"},
		{name: "the commit of a tag", ref: tagged, attested: "yes", want: released, asked: "--source-ref refs/tags/v1.2.3 --source-digest " + tagged + "\n"},
		{name: "Windows", ref: "v1.2.3", system: "Windows", attested: "yes", want: released},
		{name: "another system", ref: "v1.2.3", system: "Plan9", attested: "yes", want: built},
		{name: "another commit", ref: other, attested: "yes", want: built},
		{name: "a branch", ref: "main", attested: "yes", want: built},
		{name: "a tag without a release", ref: "v1.2.4", attested: "yes", want: built, asked: "release download v1.2.4"},
		{name: "named", ref: other, version: "v1.2.3", attested: "yes", want: released, asked: "--source-ref refs/tags/v1.2.3\n"},
		{name: "named without a release", ref: "main", version: "v1.2.4", attested: "yes", code: 1, want: refused},
		{name: "no release", ref: "main", version: "main; touch ran", attested: "yes", code: 1, want: refused},
		{name: "another archive", ref: "v1.2.3", tampered: true, attested: "yes", code: 1, want: refused + "the checksum of spfcheck_1.2.3_linux_amd64.tar.gz is wrong"},
		{name: "not attested", ref: "v1.2.3", attested: "no", code: 1, want: refused + "GitHub does not attest", asked: "attestation verify spfcheck_1.2.3_linux_amd64.tar.gz --repo owner/spfcheck --signer-workflow owner/spfcheck/.github/workflows/release.yml"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			job.ref, job.system, job.temp = tt.ref, tt.system, t.TempDir()
			log := filepath.Join(t.TempDir(), "log")
			t.Setenv("GH_LOG", log)
			t.Setenv("RELEASE", releaseFiles(t, tt.tampered))
			t.Setenv("ATTESTED", tt.attested)
			cases := filepath.Join(job.path, "testdata")
			zone := filepath.Join(cases, "zones", "shop.zone")
			got := job.run(t, work, map[string]string{
				"change": zone, "config": filepath.Join(cases, "action", "spfcheck.yaml"), "version": tt.version,
				"args": "--offline\n--zone=" + zone + "\n--zone=" + filepath.Join(cases, "zones", "senders.zone"),
			})
			if got.code != tt.code || !strings.Contains(got.log, tt.want) {
				t.Errorf("exit code %d, want %d with %q\n%s", got.code, tt.code, tt.want, got.log)
			}
			if worst := got.outputs["worst"]; tt.code == 0 && worst != "drop" {
				t.Errorf("worst: %q", worst)
			}
			if tt.want != released && strings.Contains(got.log, released) {
				t.Errorf("it is run:\n%s", got.log)
			}
			asked, _ := os.ReadFile(log) // there is none where nothing was asked
			if !strings.Contains(string(asked), tt.asked) || tt.asked == "" && tt.want == built && len(asked) > 0 {
				t.Errorf("asked of GitHub, want %q:\n%s", tt.asked, asked)
			}
			if left, _ := os.ReadDir(work); len(left) > 0 {
				t.Errorf("an input was run: %v", left)
			}
		})
	}
}

// releasesOn makes the action's repository on the job's GitHub: with a commit that is
// tagged v1.2.3, and one that isn't.
func releasesOn(t *testing.T, job *job) (tagged, other string) {
	t.Helper()
	job.server = t.TempDir()
	dir := filepath.Join(job.server, "owner", "spfcheck")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	git := func(args ...string) string {
		return strings.TrimSpace(runGit(t, dir, append([]string{"-c", "user.name=test", "-c", "user.email=test@example.jp"}, args...)...))
	}
	git("init", "-q")
	git("commit", "-q", "--allow-empty", "-m", "released")
	git("tag", "-a", "-m", "v1.2.3", "v1.2.3")
	tagged = git("rev-parse", "HEAD")
	git("commit", "-q", "--allow-empty", "-m", "later")
	git("tag", "later")
	return tagged, git("rev-parse", "HEAD")
}

// releaseFiles are the archives, whose program tells that it is run, and the checksums: of
// other archives, where they were tampered with.
func releaseFiles(t *testing.T, tampered bool) string {
	t.Helper()
	program := []byte("#!/bin/sh\necho from the release >&2\nexec spfcheck \"$@\"\n")
	var archive, windows bytes.Buffer
	zipped := gzip.NewWriter(&archive)
	files, exes := tar.NewWriter(zipped), zip.NewWriter(&windows)
	header := &zip.FileHeader{Name: "spfcheck.exe"}
	header.SetMode(0o755)
	exe, err := exes.CreateHeader(header)
	if err = errors.Join(err, files.WriteHeader(&tar.Header{Name: "spfcheck", Mode: 0o755, Size: int64(len(program))})); err != nil {
		t.Fatal(err)
	}
	for _, w := range []io.Writer{exe, files} {
		if _, err := w.Write(program); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(files.Close(), zipped.Close(), exes.Close()); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var sums []byte
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range map[string][]byte{"spfcheck_1.2.3_linux_amd64.tar.gz": archive.Bytes(), "spfcheck_1.2.3_windows_amd64.zip": windows.Bytes()} {
		write(name, data)
		sum := sha256.Sum256(data)
		if tampered {
			sum[0]++
		}
		sums = fmt.Appendf(sums, "%x  %s\n", sum, name)
	}
	write("checksums.txt", sums)
	return dir
}
