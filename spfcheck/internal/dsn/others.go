package dsn

import "strings"

// receipts reads a read receipt (RFC 8098 §3): who opened the message, or did
// something else with it.
func (d *document) receipts() []entry {
	message, groups := readStatus(d.receipt)
	f := message
	for _, g := range groups {
		f = append(f, g...)
	}
	e := entry{
		final: typed(f.get("final-recipient", "original-recipient")), hint: ReadReceipt,
		opened: strings.Contains(strings.ToLower(f.get("disposition")), "displayed"), // §3.2.6.2
	}
	e.original = originalOf(f.get("original-recipient"), e.final)
	if e.final == "" {
		return nil
	}
	return []entry{e}
}

// complaints reads a feedback report (RFC 5965 §3.2): of whom, where it says so.
func (d *document) complaints() []entry {
	var entries []entry
	for _, line := range unfold(d.complaint) {
		name, value, _ := strings.Cut(line, ":")
		if strings.EqualFold(strings.TrimSpace(name), "Original-Rcpt-To") && len(entries) < MaxRecipients {
			entries = append(entries, entry{final: address(value), hint: Complained})
		}
	}
	return entries
}
