package record

// The limits of one evaluation (RFC 7208 §4.6.4).
const (
	MaxLookups = 10 // terms that cause DNS queries
	MaxVoids   = 2  // void lookups
	MaxMXHosts = 10 // hosts of one mx term
)
