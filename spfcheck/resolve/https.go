package resolve

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	neturl "net/url"

	"github.com/miekg/dns"
)

// dnsMessage is the media type of a message (RFC 8484 §6).
const dnsMessage = "application/dns-message"

// overHTTPS asks over HTTPS, by POST (RFC 8484 §4.1). Redirects aren't followed;
// a proxy of the environment is used.
func overHTTPS(url string, config *tls.Config) transport {
	carrier := &http.Transport{
		Proxy:                  proxy,
		TLSClientConfig:        config,
		ForceAttemptHTTP2:      true,
		MaxResponseHeaderBytes: 64 << 10,
		IdleConnTimeout:        answerTimeout,
	}
	client := &http.Client{
		Transport:     carrier,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return func(ctx context.Context, q query) (*dns.Msg, error) {
		m, err := exchangeHTTPS(ctx, client, url, q)
		return m, because(ctx, err)
	}
}

// proxy is that of the environment, whose address may hold a password.
func proxy(req *http.Request) (*neturl.URL, error) {
	u, err := http.ProxyFromEnvironment(req)
	if err != nil {
		return nil, errors.New("the proxy of the environment has an address that can't be read")
	}
	return u, nil
}

func exchangeHTTPS(ctx context.Context, client *http.Client, url string, q query) (*dns.Msg, error) {
	q.setID(0) // for caches on the way (RFC 8484 §4.1)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(q.packed))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", dnsMessage)
	req.Header.Set("Accept", dnsMessage)
	resp, err := client.Do(req)
	if failed, ok := errors.AsType[*neturl.Error](err); ok {
		err = failed.Err // without the URL
	}
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the server answered HTTP status %d", resp.StatusCode)
	}
	given := resp.Header.Get("Content-Type")
	if kind, _, err := mime.ParseMediaType(given); err != nil || kind != dnsMessage {
		return nil, fmt.Errorf("the server answered with content of type %q, not %s", given, dnsMessage)
	}
	answer, err := io.ReadAll(io.LimitReader(resp.Body, dns.MaxMsgSize+1))
	if err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	if len(answer) > dns.MaxMsgSize {
		return nil, fmt.Errorf("the answer has more than %d octets", dns.MaxMsgSize)
	}
	return settle(answer, q)
}
