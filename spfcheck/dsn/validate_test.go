package dsn_test

import (
	"testing"

	"spfcheck/spfcheck/dsn"
)

func TestValidate(t *testing.T) {
	if err := dsn.Validate(); err != nil {
		t.Error(err)
	}
}
