package dsn

import (
	"net/netip"
	"strings"

	"spfcheck/carriers"
	"spfcheck/spfcheck/internal/lazy"
)

// Client is an address that the receiving server may have seen as the sender's.
type Client struct {
	Addr   netip.Addr
	Source string // the field that says so: "Received-SPF", "X-AWS-Outgoing"
}

var clientIP = lazy.MustCompile(`(?i)\bclient-ip=([0-9a-f.:]+)`)

// Clients lists the addresses that the returned header gives, the best evidence
// first (facts §4): what a carrier that writes the report noted itself, then what
// Amazon SES notes. The topmost Received is none: it tells who handed the message
// to the reporting server, not what the next one saw.
func (r *Report) Clients() []Client {
	if r.Returned.Header == nil {
		return nil
	}
	var clients []Client
	add := func(source, value string) {
		if addr, err := netip.ParseAddr(strings.TrimSpace(value)); err == nil {
			clients = append(clients, Client{Addr: addr.Unmap(), Source: source})
		}
	}
	if carriers.ForRecipient(r.ReportingMTA) != nil || carrierOf("", r.ReportingMTA) != "" {
		for _, v := range r.Returned.Header.Values("Received-SPF") {
			add("Received-SPF", group(clientIP, v, 1))
		}
	}
	for _, v := range r.Returned.Header.Values("X-AWS-Outgoing") {
		add("X-AWS-Outgoing", v)
	}
	return clients
}
