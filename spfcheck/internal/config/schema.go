package config

import _ "embed"

// Schema is the JSON schema of the file, for editors. A test holds it against
// the types that the file is read into.
//
//go:embed schema.json
var Schema []byte
