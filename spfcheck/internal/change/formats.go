package change

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
)

// Format is a form that a change is kept in.
type Format struct {
	Name  string // as in --change-format
	Title i18n.Text
	// detect recognises a file; one that isn't named itself, but found in a folder,
	// must say what it is.
	detect func(f *file, named bool) bool
	read   func(*reader, *file) error
	// mayBeEmpty says that a file may say that nothing changes.
	mayBeEmpty bool
}

// Formats are all forms that are read; the first that recognises a file reads it.
var Formats = []Format{
	{
		Name:   "terraform",
		Title:  i18n.Text{EN: "plan printed by terraform show -json", JA: "terraform show -json が出力したプラン"},
		detect: isTerraform,
		read:   readTerraform, mayBeEmpty: true,
	},
	{
		Name:   "route53",
		Title:  i18n.Text{EN: "Route 53 change batch or list of record sets", JA: "Route 53 の変更バッチまたはレコードセットの一覧"},
		detect: isRoute53,
		read:   readRoute53,
	},
	{
		Name:   "dnscontrol",
		Title:  i18n.Text{EN: "JSON printed by dnscontrol print-ir", JA: "dnscontrol print-ir が出力した JSON"},
		detect: isDNSControl,
		read:   readDNSControl,
	},
	{
		Name:   "pulumi",
		Title:  i18n.Text{EN: "what pulumi preview --json prints", JA: "pulumi preview --json の出力"},
		detect: hasKey("steps", "changeSummary"), // a preview without changes has no steps
		read:   readPulumi, mayBeEmpty: true,
	},
	{
		Name:   "powerdns",
		Title:  i18n.Text{EN: "zone or PATCH of PowerDNS's API", JA: "PowerDNS の API のゾーンまたは PATCH"},
		detect: hasKey("rrsets"),
		read:   readPowerDNS,
	},
	{
		Name:   "azure",
		Title:  i18n.Text{EN: "what az network dns record-set list prints", JA: "az network dns record-set list の出力"},
		detect: isAzure,
		read:   readAzure,
	},
	{
		Name:   "gcloud",
		Title:  i18n.Text{EN: "record sets or a transaction of gcloud dns", JA: "gcloud dns のレコードセットまたはトランザクション"},
		detect: isGcloud,
		read:   readGcloud,
	},
	{
		Name:   "cloudformation",
		Title:  i18n.Text{EN: "template of CloudFormation or the CDK", JA: "CloudFormation または CDK のテンプレート"},
		detect: isCloudFormation,
		read:   readCloudFormation, mayBeEmpty: true, // its last record may have gone
	},
	{
		Name:   "octodns",
		Title:  i18n.Text{EN: "octoDNS zone in YAML, or a folder of them", JA: "octoDNS の YAML ゾーン、またはそのフォルダー"},
		detect: isOctoDNS,
		read:   readOctoDNS,
	},
	{
		Name:   "nsupdate",
		Title:  i18n.Text{EN: "commands of nsupdate", JA: "nsupdate のコマンド"},
		detect: isNSUpdate,
		read:   readNSUpdate, mayBeEmpty: true,
	},
	{
		Name:   "server",
		Title:  i18n.Text{EN: "configuration of BIND, NSD, Knot or gdnsd that names the zone files", JA: "ゾーンファイルを指定する BIND、NSD、Knot、gdnsd の設定"},
		detect: isServer,
		read:   readServer, mayBeEmpty: true, // its zones may come from elsewhere
	},
	{
		Name:   "zone",
		Title:  i18n.Text{EN: "zone file (RFC 1035)", JA: "ゾーンファイル（RFC 1035）"},
		detect: isZone,
		read:   readZone,
	},
}

// FormatNames lists the names of Formats.
func FormatNames() []string { return namesOf(Formats) }

func namesOf(formats []Format) []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.Name)
	}
	return names
}

// isJSON reports whether data begins as JSON does and no zone file.
func isJSON(data []byte) bool {
	data = bytes.TrimLeft(data, " \t\r\n")
	return len(data) > 0 && (data[0] == '{' || data[0] == '[')
}

// hasKey recognises a JSON object by the keys at its top.
func hasKey(keys ...string) func(*file, bool) bool {
	return func(f *file, _ bool) bool {
		if !isJSON(f.data) {
			return false
		}
		top, err := f.json()
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

// hasSOA finds an SOA in what is else text.
var hasSOA = lazy.MustCompile(`(?m)^[^;\n]*\s(?i:SOA)\s`)

// saysOrigin finds a whole name that stands before all records.
var saysOrigin = lazy.MustCompile(`^(?:[ \t]*(?:;.*)?\r?\n|\$TTL.*\n)*\$ORIGIN\s+\S+\.\s`)

// isZone takes whatever is text and neither JSON nor YAML; in a folder what has an SOA, or
// is called as a zone file is and says its origin, and begins as a zone does: programs have
// zones in them, too, and what others include has no origin of its own.
func isZone(f *file, named bool) bool {
	ext := strings.ToLower(filepath.Ext(f.name))
	if isYAML(f.name) || ext == ".json" || ext == ".bicep" || isJSON(f.data) || bytes.IndexByte(f.data, 0) >= 0 {
		return false
	}
	if routefile.Match(f.data) {
		return false
	}
	whole := ext != ".md" && hasSOA.Match(f.data) || slices.Contains(zoneEnds, ext) && saysOrigin.Match(f.data)
	return named || whole && beginsZone(string(f.data))
}
