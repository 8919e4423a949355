package web

import (
	_ "embed" // for the description
	"net/http"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/render"
)

// description is that of the API (https://spec.openapis.org/oas/v3.1.1).
//
//go:embed openapi.json
var description []byte

func (s *server) describe(w http.ResponseWriter, _ *http.Request) error {
	begin(w, http.StatusOK)
	_, err := w.Write(description)
	return err
}

// schema gives one of the schemas that the description refers to.
func (s *server) schema(w http.ResponseWriter, r *http.Request) error {
	file, err := render.Schemas.ReadFile("schema/" + r.PathValue("file"))
	if err != nil {
		return fault{http.StatusNotFound, notHere, nil}
	}
	begin(w, http.StatusOK)
	_, err = w.Write(file)
	return err
}

var notHere = i18n.Text{EN: "not found", JA: "見つかりません"}
