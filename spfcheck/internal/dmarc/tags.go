package dmarc

import (
	"slices"
	"strconv"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// spec is what the specification says of one tag.
type spec struct {
	name    string
	section string
	problem i18n.Text // of an invalid value: name, value

	uris  bool     // the value is a list of report addresses; read isn't used
	words []string // valid values, for guesses at what was meant
	other func(value string) []string

	read func(r *Record, value string) bool // sets the field; false: the value is invalid
}

// specs are the tags of RFC 7489 §6.3, with np, psd and t of RFC 9989 §4.7. The
// names are known whatever their case, as the ABNF of RFC 7489 §6.4 has them.
var specs = []spec{
	{
		name: "v", section: sectionVersion, problem: msgNoVersion,
		read: func(_ *Record, value string) bool { return value == "DMARC1" },
	},
	policySpec("p", "RFC 7489 §6.3", func(r *Record) *Policy { return &r.Policy }),
	policySpec("sp", "RFC 7489 §6.3", func(r *Record) *Policy { return &r.Subdomain }),
	policySpec("np", "RFC 9989 §4.7", func(r *Record) *Policy { return &r.Nonexistent }),
	modeSpec("adkim", func(r *Record) *Mode { return &r.DKIM }),
	modeSpec("aspf", func(r *Record) *Mode { return &r.SPF }),
	{
		name: "pct", section: "RFC 7489 §6.3", problem: msgBadPercent,
		other: func(value string) []string { return digits.FindAllString(value, 1) },
		read:  readPercent,
	},
	{name: "rua", section: "RFC 7489 §6.3", uris: true},
	{name: "ruf", section: "RFC 7489 §6.3", uris: true},
	{
		name: "fo", section: "RFC 7489 §6.3", problem: msgBadOptions,
		other: func(value string) []string { return []string{listMarks.ReplaceAllString(value, ":")} },
		read:  readOptions,
	},
	{
		name: "rf", section: "RFC 7489 §6.3", problem: msgBadFormat, words: []string{"afrf"},
		read: func(_ *Record, value string) bool { return formats.MatchString(value) },
	},
	{
		name: "ri", section: "RFC 7489 §6.3", problem: msgBadInterval,
		other: func(value string) []string { return digits.FindAllString(value, 1) },
		read: func(_ *Record, value string) bool {
			_, err := strconv.ParseUint(value, 10, 32)
			return err == nil
		},
	},
	{
		name: "t", section: "RFC 9989 §4.7", problem: msgBadTesting, words: []string{"y", "n"},
		read: func(r *Record, value string) bool {
			r.Testing = strings.EqualFold(value, "y")
			return r.Testing || strings.EqualFold(value, "n")
		},
	},
	{
		name: "psd", section: "RFC 9989 §4.7", problem: msgBadPSD, words: []string{"y", "n", "u"},
		read: func(r *Record, value string) bool {
			ok := slices.Contains([]string{"y", "n", "u"}, strings.ToLower(value))
			if ok {
				r.PSD = strings.ToLower(value)
			}
			return ok
		},
	},
}

// tagNames are the names of specs, as alternatives of a pattern.
var tagNames = func() string {
	var names []string
	for _, s := range specs {
		names = append(names, s.name)
	}
	return strings.Join(names, "|")
}()

var (
	digits    = lazy.MustCompile(`\d+`)
	listMarks = lazy.MustCompile(`[ \t,:/|]+`)
	options   = lazy.MustCompile(`(?i)^[01ds](?:[ \t]*:[ \t]*[01ds])*$`)
	formats   = lazy.MustCompile(`(?i)^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:[ \t]*:[ \t]*[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$`)
)

func findSpec(name string) *spec {
	for i := range specs {
		if specs[i].name == name {
			return &specs[i]
		}
	}
	return nil
}

// policySpec is p, sp or np, whose values are words in any case (RFC 7489 §6.4).
func policySpec(name, section string, field func(*Record) *Policy) spec {
	return spec{
		name: name, section: section, problem: msgBadPolicy,
		words: []string{"none", "quarantine", "reject"},
		read: func(r *Record, value string) bool {
			policy := Policy(strings.ToLower(value))
			if !slices.Contains(policies, policy) {
				return false
			}
			*field(r) = policy
			return true
		},
	}
}

func modeSpec(name string, field func(*Record) *Mode) spec {
	return spec{
		name: name, section: "RFC 7489 §6.3", problem: msgBadMode,
		other: func(value string) []string { return []string{value[:1]} },
		read: func(r *Record, value string) bool {
			mode := Mode(strings.ToLower(value))
			if mode != Relaxed && mode != Strict {
				return false
			}
			*field(r) = mode
			return true
		},
	}
}

// readPercent reads up to three digits that make 0 to 100 (RFC 7489 §6.3, §6.4).
func readPercent(r *Record, value string) bool {
	n, err := strconv.ParseUint(value, 10, 8)
	if err != nil || n > 100 || len(value) > 3 {
		return false
	}
	r.Percent = int(n)
	return true
}

func readOptions(r *Record, value string) bool {
	if !options.MatchString(value) {
		return false
	}
	r.FailureOptions = listMarks.Split(strings.ToLower(value), -1)
	return true
}
