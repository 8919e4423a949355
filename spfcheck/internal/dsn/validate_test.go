package dsn_test

import (
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dsn"
)

func TestValidate(t *testing.T) {
	if err := dsn.Validate(); err != nil {
		t.Error(err)
	}
}
