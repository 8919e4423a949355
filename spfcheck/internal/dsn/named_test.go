package dsn

import (
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestNamedForms reads a report of each server that is known by name: none is a guess.
func TestNamedForms(t *testing.T) {
	archive, err := txtar.ParseFile("../../../testdata/dsn/named.txtar")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, f := range archive.Files {
		found[f.Name] = string(f.Data)
	}
	for _, form := range namedForms {
		t.Run(form.Name, func(t *testing.T) {
			header, body, _ := strings.Cut(found[form.Name], "\n\n")
			if !form.Mark.MatchString(body) {
				t.Errorf("it isn't known by its mark")
			}
			r, err := Read(strings.NewReader("To: info@shop.example\n" + header + "\nContent-Type: text/plain; charset=utf-8\n\n" + body))
			if err != nil || len(r.Recipients) != 1 || r.Recipients[0].Guessed {
				t.Fatalf("%+v, %v", r, err)
			}
			rc := r.Recipients[0]
			got := []string{rc.Recipient, string(rc.Category), rc.ReplyCode, rc.ReplyEnhanced, string(rc.Causes[0])}
			for i, v := range got {
				if v == "" {
					got[i] = "-"
				}
			}
			if want := strings.TrimSpace(found[form.Name+".want"]); strings.Join(got, " | ") != want {
				t.Errorf("got %s, want %s: %s", strings.Join(got, " | "), want, rc.Reply)
			}
		})
	}
}
