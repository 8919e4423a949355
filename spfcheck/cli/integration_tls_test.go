package cli

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
)

// writeCertificate writes a key and a certificate for it that vouches for
// itself, and returns the certificate's file.
func writeCertificate(t *testing.T, dir string) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(time.Hour),
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA:                  true,
		BasicConstraintsValid: true,
	}
	certificate, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "tls.pem")
	writeTestFile(t, file, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})))
	writeTestFile(t, filepath.Join(dir, "tls.key"), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})))
	return file
}

// testEncrypted asks Unbound over TLS and HTTPS. It runs the program as a process
// of its own: Go reads the certificates that it trusts once.
func testEncrypted(t *testing.T, servers *dnsServers) {
	program := buildProgram(t)
	tls := fmt.Sprintf("tls://127.0.0.1:%d", servers.unbound.TLSPort)
	https := fmt.Sprintf("https://127.0.0.1:%d", servers.unbound.HTTPSPort)
	tests := []struct{ what, server, trusted, want, says string }{
		{"TLS", tls, servers.certificate, "0 pass", ""},
		{"TLS, unknown authority", tls, "", fault, "certificate"},
		{"HTTPS", https + "/dns-query", servers.certificate, "0 pass", ""},
		{"HTTPS, path left out", https, servers.certificate, "0 pass", ""},
		{"HTTPS, unknown authority", https, "", fault, "certificate"},
		{"HTTPS, wrong path", https + "/elsewhere", servers.certificate, fault, "HTTP status 404"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			if strings.HasPrefix(tt.server, https) && servers.unbound.HTTPSPort == 0 {
				dnstest.Unavailable(t, "this Unbound was built without DNS over HTTPS")
			}
			args := append(sentBy("long.example"), "--server", tt.server)
			runProgram(t, program, "SSL_CERT_FILE="+tt.trusted, args...).wants(t, tt.want, tt.says)
		})
	}
}

func buildProgram(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "spfcheck")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", file, "../../cmd/spfcheck").CombinedOutput()
	if err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return file
}

// runProgram is [check] as a process of its own.
func runProgram(t *testing.T, program, env string, args ...string) checked {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, checkArgs(args...)[1:]...)
	cmd.Env = append(os.Environ(), env)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return checked{Code: cmd.ProcessState.ExitCode(), Report: string(stdout), Complaint: stderr.String()}.allInOnePlace(t)
}
