package cli

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// licencesFile has the licences of all that is linked into the program. It is kept
// in the repository, so that archives of the source and the image have it, too.
const licencesFile = "THIRD_PARTY_LICENSES.txt"

// licences are the kinds that a linked module may have, by what only their text
// says: they ask for the text to be passed on and, MPL-2.0, for changes of the
// module's own files, of which there are none, to be published.
var licences = map[string]string{
	"Apache-2.0": "Apache License Version 2.0, January 2004",
	"BSD":        "Redistribution and use in source and binary forms, with or without modification, are permitted",
	"MIT":        "Permission is hereby granted, free of charge, to any person obtaining a copy of this software",
	"MPL-2.0":    "subject to the terms of the Mozilla Public License, v. 2.0",
}

// linkedModule is a module that is linked into the program on some system.
type linkedModule struct{ path, dir string }

// TestLicences wants licencesFile to have the licence of everything that is linked,
// on each system that there are programs for, and each to be of a kind that may be.
func TestLicences(t *testing.T) {
	modules := linkedModules(t)
	if len(modules) < 10 {
		t.Fatalf("only %d modules", len(modules))
	}
	want := "The licences of the Go modules that are linked into spfcheck. Go's own library is\n" +
		"linked, too: its licence is the same text as that of golang.org/x/sys.\n"
	for _, m := range modules {
		texts := licenceTexts(t, m)
		if kind := kindOf(strings.Join(texts, "\n")); kind == "" {
			t.Errorf("%s has no licence of a kind that is allowed", m.path)
		}
		want += section(m.path, texts...)
	}
	file := filepath.Join(top, licencesFile)
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got := readTop(t, licencesFile); got != want {
		t.Errorf("%s isn't what is linked: go test ./spfcheck/cli -run Licences -update writes it anew", licencesFile)
	}
}

// TestLicenceKinds makes sure that a text of another kind isn't taken for one.
func TestLicenceKinds(t *testing.T) {
	for text, want := range map[string]string{
		"Apache License\n\n   Version 2.0, January 2004":                                                   "Apache-2.0",
		"subject to the terms of the Mozilla Public License, v.\n 2.0":                                     "MPL-2.0",
		"GNU GENERAL PUBLIC LICENSE\nVersion 3":                                                            "",
		"GNU AFFERO GENERAL PUBLIC LICENSE, with parts under the Apache License Version 2.0, January 2004": "",
		"": "",
	} {
		if got := kindOf(text); got != want {
			t.Errorf("%q is %q, not %q", text, got, want)
		}
	}
}

// kindOf gives the kind of a licence, "" for one that isn't allowed.
func kindOf(text string) string {
	words := strings.Join(strings.Fields(strings.ReplaceAll(text, "\n>", "\n")), " ")
	if regexp.MustCompile(`(?i)^GNU |Commons Clause|Business Source License`).MatchString(words) {
		return ""
	}
	for kind, says := range licences {
		if strings.Contains(words, says) {
			return kind
		}
	}
	return ""
}

// linkedModules lists the modules, without this one, by their paths.
func linkedModules(t *testing.T) []linkedModule {
	t.Helper()
	var all []linkedModule
	for _, system := range []string{"linux", "darwin", "windows", "freebsd"} {
		cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Dir}}{{end}}{{end}}", "./cmd/spfcheck")
		cmd.Dir = top
		cmd.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		output, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s: %v", cmd, err)
		}
		for line := range strings.Lines(string(output)) {
			if name, dir, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
				all = append(all, linkedModule{name, dir})
			}
		}
	}
	slices.SortFunc(all, func(a, b linkedModule) int { return cmp.Compare(a.path, b.path) })
	return slices.Compact(all)
}

// licenceTexts are the files at the top of a module that have its terms.
func licenceTexts(t *testing.T, m linkedModule) []string {
	t.Helper()
	files, err := os.ReadDir(m.dir)
	if err != nil {
		t.Fatal(err)
	}
	terms := regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)\b`)
	var texts []string
	for _, f := range files {
		if terms.MatchString(f.Name()) && f.Type().IsRegular() {
			texts = append(texts, readFile(t, filepath.Join(m.dir, f.Name())))
		}
	}
	return texts
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// section is a part of licencesFile.
func section(name string, texts ...string) string {
	s := "\n" + strings.Repeat("=", 72) + "\n" + name + "\n" + strings.Repeat("=", 72) + "\n"
	for _, text := range texts {
		s += "\n" + strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) + "\n"
	}
	return s
}
