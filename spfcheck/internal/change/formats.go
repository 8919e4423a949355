package change

import (
	"bytes"
	"path/filepath"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/doc"
)

// Format is a form that a change is kept in.
type Format struct {
	Name   string // as in --change-format
	Title  i18n.Text
	Detect func(name string, data []byte) bool // by the name of the file and what is in it
	read   func(*reader, file) error
}

// Formats are all forms that are read; the first that recognises a file reads it.
var Formats = []Format{
	{
		Name:   "terraform",
		Title:  i18n.Text{EN: "plan printed by terraform show -json", JA: "terraform show -json が出力したプラン"},
		Detect: hasKey("resource_changes", "terraform_version"),
		read:   readTerraform,
	},
	{
		Name:   "route53",
		Title:  i18n.Text{EN: "Route 53 change batch or list of record sets", JA: "Route 53 の変更バッチまたはレコードセットの一覧"},
		Detect: hasKey("Changes", "ChangeBatch", "ResourceRecordSets"),
		read:   readRoute53,
	},
	{
		Name:   "dnscontrol",
		Title:  i18n.Text{EN: "JSON printed by dnscontrol print-ir", JA: "dnscontrol print-ir が出力した JSON"},
		Detect: hasKey("domains", "dns_providers"),
		read:   readDNSControl,
	},
	{
		Name:   "octodns",
		Title:  i18n.Text{EN: "octoDNS zone in YAML, or a folder of them", JA: "octoDNS の YAML ゾーン、またはそのフォルダー"},
		Detect: func(name string, _ []byte) bool { return isYAML(name) },
		read:   readOctoDNS,
	},
	{
		Name:   "zone",
		Title:  i18n.Text{EN: "zone file (RFC 1035)", JA: "ゾーンファイル（RFC 1035）"},
		Detect: isZone,
		read:   readZone,
	},
}

// FormatNames lists the names of Formats.
func FormatNames() []string {
	var names []string
	for _, f := range Formats {
		names = append(names, f.Name)
	}
	return names
}

// isJSON reports whether data begins as JSON does and no zone file.
func isJSON(data []byte) bool {
	data = bytes.TrimLeft(data, "\ufeff \t\r\n")
	return len(data) > 0 && (data[0] == '{' || data[0] == '[')
}

// hasKey recognises a JSON object by the keys at its top.
func hasKey(keys ...string) func(string, []byte) bool {
	return func(_ string, data []byte) bool {
		if !isJSON(data) {
			return false
		}
		top, err := doc.ParseJSON(data)
		if err != nil {
			return false
		}
		for _, key := range keys {
			if top.Get(key) != nil {
				return true
			}
		}
		return false
	}
}

func isYAML(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".yaml" || ext == ".yml"
}

// isZone takes whatever is text and neither JSON nor YAML.
func isZone(name string, data []byte) bool {
	return !isYAML(name) && !strings.EqualFold(filepath.Ext(name), ".json") && !isJSON(data) &&
		bytes.IndexByte(data, 0) < 0
}
