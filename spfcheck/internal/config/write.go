package config

import (
	"fmt"
	"io"
	"path/filepath"

	yaml "github.com/goccy/go-yaml"
)

// Start is what a first file says: a flow, in the words of the file, and the zones.
type Start struct {
	Name, From string
	MailFrom   string   // "": that of the service
	Via        string   // "": none
	IP         []string // addresses and ranges
	DKIMDomain []string
	Settings   []string
	Zones      []string // files, folders and patterns
	Base       string   // "": what DNS says
}

// Write writes a first file, with the flows of more, too. What it writes [Read] takes,
// if the values stand for something.
func Write(w io.Writer, s Start, more ...Start) error {
	made := file{Version: number{value: version}, Flows: []flow{s.flow()}}
	for _, m := range more {
		made.Flows = append(made.Flows, m.flow())
	}
	for _, path := range s.Zones {
		made.Zones = append(made.Zones, zones{Files: text{value: filepath.ToSlash(path)}})
	}
	if s.Base != "" {
		made.Base = texts([]string{s.Base})
	}
	out, err := yaml.MarshalWithOptions(made, yaml.IndentSequence(true))
	if err != nil {
		return fmt.Errorf("writing %s: %w", Name, err)
	}
	_, err = w.Write(out)
	return err
}

func (s Start) flow() flow {
	f := flow{
		Name: text{value: s.Name}, From: text{value: s.From}, Via: text{value: s.Via},
		IP: texts(s.IP), DKIMDomain: texts(s.DKIMDomain), Settings: texts(s.Settings),
	}
	if s.MailFrom != "" {
		f.MailFrom = &text{value: s.MailFrom}
	}
	return f
}

func texts(values []string) []text {
	var list []text
	for _, v := range values {
		list = append(list, text{value: v})
	}
	return list
}

// MarshalYAML gives the string alone.
func (t text) MarshalYAML() (any, error) { return t.value, nil }

// IsZero reports whether nothing is written.
func (t text) IsZero() bool { return t.value == "" }

// MarshalYAML gives the number alone.
func (n number) MarshalYAML() (any, error) { return n.value, nil }
