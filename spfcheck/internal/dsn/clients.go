package dsn

import (
	"net/netip"
	"strings"

	"github.com/spfcheck/spfcheck/carriers"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// Client is an address that the receiving server may have seen as the sender's.
type Client struct {
	Addr   netip.Addr
	Source string // the field that says so: "Received-SPF", "X-AWS-Outgoing"
}

// maxClients bounds what is taken from a hostile header. A real one has one.
const maxClients = 10

var clientIP = lazy.MustCompile(`(?i)\bclient-ip=([0-9a-f.:]+)`)

// ByCarrier reports whether a carrier writes the report itself: then the message
// was taken before, and its fields are the carrier's own evidence.
func (r *Report) ByCarrier() bool {
	return carriers.MobileCarrier(r.ReportingMTA) != nil || carrierOf("", r.ReportingMTA) != ""
}

// Clients lists the public addresses that the returned header gives, the best
// evidence first: what a carrier that writes the report noted itself, then what Amazon
// SES notes. The topmost Received is none: it tells who handed the message
// to the reporting server, not what the next one saw.
func (r *Report) Clients() []Client {
	if r.Returned.Header == nil {
		return nil
	}
	var clients []Client
	add := func(source, value string) {
		addr, err := netip.ParseAddr(strings.TrimSpace(value))
		if err == nil && IsPublic(addr) && len(clients) < maxClients {
			clients = append(clients, Client{Addr: addr.Unmap(), Source: source})
		}
	}
	if r.ByCarrier() {
		for _, v := range r.Returned.Header.Values("Received-SPF") {
			add("Received-SPF", group(clientIP, v, 1))
		}
	}
	for _, v := range r.Returned.Header.Values("X-AWS-Outgoing") {
		add("X-AWS-Outgoing", v)
	}
	return clients
}

// IsPublic reports whether somebody elsewhere can have seen the address.
func IsPublic(addr netip.Addr) bool {
	addr = addr.Unmap()
	return addr.IsGlobalUnicast() && !addr.IsPrivate()
}
