package dmarc_test

// place is a faulty record: the part that is reported, and what was meant.
type place struct{ text, part, likely string }

// malformed are records with one error.
var malformed = []place{
	// The version.
	{"", "", ""},
	{" ; ", " ; ", ""},
	{";;none", ";;none", ""},
	{"v=DMARC1", "v=DMARC1", "v=DMARC1; p=none"},
	{"v=DMARC1; rua=mailto:d@example.com", "v=DMARC1", "v=DMARC1; p=none"},
	{"v=dmarc1; p=none", "v=dmarc1", "v=DMARC1"},
	{"V=Dmarc1; p=none", "V=Dmarc1", "v=DMARC1"},
	{"v=DMARC; p=none", "v=DMARC", "v=DMARC1"},
	{"v=DMARK1; p=none", "v=DMARK1", "v=DMARC1"},
	{"DMARC1; p=none", "DMARC1", "v=DMARC1"},
	{"v:DMARC1; p=none", "v:DMARC1", "v=DMARC1"},
	{" v=DMARC1; p=none", " v=DMARC1", "v=DMARC1"},
	{`"v=DMARC1; p=none`, `"v=DMARC1`, "v=DMARC1"},
	{`v=DMARC1\; p=none`, `v=DMARC1\`, "v=DMARC1"},
	{"v=DMARC1； p=none", "；", ";"},
	{"v=DMARC1; p=none; rua=mailto:a@example.jp mailto:b@example.jp", "mailto:a@example.jp mailto:b@example.jp", "mailto:a@example.jp,mailto:b@example.jp"},
	{"v=DMARC1 p=none", "v=DMARC1 p=none", "v=DMARC1; p=none"},
	{"v=DMARC1, p=none, rua=mailto:a@example.jp", "v=DMARC1, p=none, rua=mailto:a@example.jp", "v=DMARC1; p=none; rua=mailto:a@example.jp"},
	{"v=DMARC1, p=none; sp=none", "v=DMARC1, p=none", "v=DMARC1; p=none"},
	{"v=DMARC1p=reject", "v=DMARC1p=reject", "v=DMARC1; p=reject"},
	{"p=none; v=DMARC1", "p=none; v=DMARC1", "v=DMARC1; p=none"},
	{"p=none; sp=none; v=DMARC1; pct=50", "p=none; sp=none; v=DMARC1", "v=DMARC1; p=none; sp=none"},
	{"\ufeffv=DMARC1; p=none", "\ufeffv=DMARC1", "v=DMARC1"},
	{"ｖ=DMARC1; p=none", "ｖ=DMARC1", "v=DMARC1"},
	{"v=spf1 -all", "v=spf1 -all", ""},

	// p, sp, np.
	{"v=DMARC1; p:none", "p:none", "p=none"},
	{"v=DMARC1; p none", "p none", "p=none"},
	{"v=DMARC1; p==none", "=none", "none"},
	{"v=DMARC1; reject", "reject", "p=reject"},
	{"v=DMARC1; p=reject,", "reject,", "reject"},
	{"v=DMARC1; p=rejct", "rejct", "reject"},
	{"v=DMARC1; p=quarantaine", "quarantaine", "quarantine"},
	{"v=DMARC1; p=rejected", "rejected", "reject"},
	{`v=DMARC1; p="none"`, `"none"`, "none"},
	{`v=DMARC1; p=none"`, `none"`, "none"},
	{`v=DMARC1; p=none\; sp=none`, `none\`, "none"},
	{"v=DMARC1; p=monitor", "monitor", ""},
	{"v=DMARC1; p=", "p=", ""},
	{"v=DMARC1; policy=reject", "policy=reject", "p=reject"},
	{"v=DMARC1; p=none; sp=quarantin", "quarantin", "quarantine"},
	{"v=DMARC1; p=none; np=x", "x", ""},
	{"v=DMARC1; p=ｎone", "ｎ", "n"},
	{"v=DMARC1; p=none；sp=none", "；", ";"},
	{"v=DMARC1; p=none; sp=\x96none", "\x96", ""},

	// Tags and what parts them.
	{"v=DMARC1; p=reject sp=none", " ", "; "},
	{"v=DMARC1; p=reject, rua=mailto:d@example.com", ", ", "; "},
	{"v=DMARC1; p=none; rua=mailto:d@example.com fo=1", " ", "; "},
	{"v=DMARC1;; p=none", ";;", ";"},
	{"v=DMARC1; p=none;; ;", ";; ;", ";"},
	{"v=DMARC1; p=none; p=reject", "p=reject", ""},
	{"v=DMARC1; p=none; garbage", "garbage", ""},
	{"v=DMARC1; p=none; =x", "=x", ""},
	{"v=DMARC1; p=none; x-note=1", "x-note=1", ""},
	{"v=DMARC1; p=none; \u201csp=none\u201d", "\u201csp=none\u201d", "sp=none"},

	// Other values.
	{"v=DMARC1; p=none; adkim=strict", "strict", "s"},
	{"v=DMARC1; p=none; aspf=relaxed", "relaxed", "r"},
	{"v=DMARC1; p=none; aspf=x", "x", ""},
	{"v=DMARC1; p=none; pct=101", "101", ""},
	{"v=DMARC1; p=none; pct=50%", "50%", "50"},
	{"v=DMARC1; p=none; pct=-1", "-1", "1"},
	{"v=DMARC1; p=none; pct=half", "half", ""},
	{"v=DMARC1; p=none; pct=150/50", "150/50", ""}, // which is meant isn't clear
	{"v=DMARC1; p=none; ri=4294967296", "4294967296", ""},
	{"v=DMARC1; p=none; fo=1,d,s", "1,d,s", "1:d:s"},
	{"v=DMARC1; p=none; fo=2", "2", ""},
	{"v=DMARC1; p=none; rf=a,b", "a,b", ""},
	{"v=DMARC1; p=none; ri=1d", "1d", "1"},
	{"v=DMARC1; p=none; t=yes", "yes", "y"},
	{"v=DMARC1; p=none; psd=maybe", "maybe", ""},

	// Report addresses.
	{"v=DMARC1; p=none; rua=postmaster@example.com", "postmaster@example.com", "mailto:postmaster@example.com"},
	{"v=DMARC1; p=none; rua=mailto:a@example.com,b@example.com", "b@example.com", "mailto:b@example.com"},
	{"v=DMARC1; p=none; rua=mailto:a@example.com; mailto:b@example.com", "; mailto:b@example.com", ",mailto:b@example.com"},
	{"v=DMARC1; p=none; rua=mailto: a@example.com", "mailto: a@example.com", "mailto:a@example.com"},
	{"v=DMARC1; p=none; rua=mailto://a@example.com", "mailto://a@example.com", "mailto:a@example.com"},
	{"v=DMARC1; p=none; rua=<mailto:a@example.com>", "<mailto:a@example.com>", "mailto:a@example.com"},
	{"v=DMARC1; p=none; ruf=mailto:", "mailto:", ""},
	{"v=DMARC1; p=none; ruf=mailto:a@", "mailto:a@", ""},
	{"v=DMARC1; p=none; ruf=mailto:a@localhost", "mailto:a@localhost", ""},
	{"v=DMARC1; p=none; ruf=example.com", "example.com", ""},
	{"v=DMARC1; p=none; rua=mailto:a@example.com!10x", "mailto:a@example.com!10x", ""},
	{"v=DMARC1; p=none; rua=mailto:a@example.com!99999999t", "mailto:a@example.com!99999999t", ""},
	{"v=DMARC1; p=none; rua=mailto:a@example.com,", ",", ""},
	{"v=DMARC1; p=none; rua=", "rua=", ""},
	{"v=DMARC1; p=none; rua=mailto:%zz@example.com", "mailto:%zz@example.com", ""},
	{"v=DMARC1; p=none; rua=mailto:\u65e5@example.com", "\u65e5", ""},
}

// suspicious are records with one warning.
var suspicious = []place{
	{"v=DMARC1; sp=none; p=none", "p=none", ""},
	{"v=DMARC1; P=none", "P", "p"},
	{"v=DMARC1; p=none; rua=http://example.com/dmarc", "http://example.com/dmarc", ""},
	{"v=DMARC1; p=none; x_note=1", "x_note=1", ""},
	{"v=DMARC1; p=none; note=hello world", "note=hello world", ""},
	{"v=DMARC1; p=none; adkm=s", "adkm=s", "adkim=s"},
	{"v=DMARC1; p=none; rau=mailto:a@example.com", "rau=mailto:a@example.com", "rua=mailto:a@example.com"},
	{"v=DMARC1; p=none; percent=20", "percent=20", "pct=20"},
	{"v=DMARC1; p=none; dkim=s", "dkim=s", "adkim=s"},
	{"v=DMARC1; p=none; dkim=2048", "dkim=2048", ""},
}

// silent are records that are unusual and in order.
var silent = []string{
	"v=DMARC1; p=none",
	"v=DMARC1;p=none;",
	"v = DMARC1 ;\tp = Reject ; ",
	"v=DMARC1; p=quarantine; sp=reject; np=reject; adkim=s; aspf=r; pct=0; t=y; psd=n; fo=1:d:s; rf=afrf; ri=3600",
	"v=DMARC1; p=none; ri=4294967295",
	"v=DMARC1; p=none; rua=mailto:a@example.com!10m , mailto:b%2Bc@example.net; ruf=mailto:d+x@example.org?subject=y",
}
