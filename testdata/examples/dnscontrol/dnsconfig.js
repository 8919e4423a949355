// The DNS of shop.example.jp, in BIND.
var REG_NONE = NewRegistrar("none");
var DNS_BIND = DnsProvider(NewDnsProvider("bind"));

D("shop.example.jp", REG_NONE, DNS_BIND,
  MX("@", 10, "mail.shop.example.jp."),
  A("@", "192.0.2.80"),
  TXT("@", "v=spf1 ip4:192.0.2.0/28 include:spf.esp.example include:spf.crm.example ~all"),
  TXT("@", "google-site-verification=abcdef"),
  A("mail", "192.0.2.1"),
  CNAME("www", "shop.example.jp."),
  TXT("_spf", "v=spf1 ip4:198.51.100.0/26 -all"),
  TXT("_dmarc", "v=DMARC1; p=none; rua=mailto:dmarc@shop.example.jp"),
  TXT("s1._domainkey", "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
);
