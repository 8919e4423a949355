package dkim_test

import (
	"slices"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dkim"
	mailread "github.com/spfcheck/spfcheck/spfcheck/internal/mail"
)

func TestSigners(t *testing.T) {
	h := mailread.Header{Fields: []mailread.Field{
		{Name: "DKIM-Signature", Value: "v=1; a=rsa-sha256; d=Shop. example.JP; s=x; b=; bh="},
		{Name: "dkim-signature", Value: "v=1; d=amazonses.com"},
		{Name: "DKIM-Signature", Value: "d=shop.example.jp"},
		{Name: "DKIM-Signature", Value: "d=twice.example; d=twice.example"},
		{Name: "DKIM-Signature", Value: "no tags"},
		{Name: "From", Value: "d=from.example"},
	}}
	if got := dkim.Signers(h); !slices.Equal(got, []string{"shop.example.jp", "amazonses.com"}) {
		t.Errorf("%q", got)
	}
	for range 2 * dkim.MaxSignatures {
		h.Fields = append([]mailread.Field{{Name: "DKIM-Signature", Value: "d=other.example"}}, h.Fields...)
	}
	if got := dkim.Signers(h); !slices.Equal(got, []string{"other.example"}) {
		t.Errorf("beyond the limit: %q", got)
	}
}
