# The DNS of shop.example.jp, at Cloudflare.
terraform {
  required_providers {
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = "~> 4.0"
    }
  }
}

data "cloudflare_zone" "shop" {
  name = "shop.example.jp"
}

locals {
  records = {
    mx      = { name = "@", type = "MX", content = "mail.shop.example.jp.", priority = 10 }
    web     = { name = "@", type = "A", content = "192.0.2.80" }
    spf     = { name = "@", type = "TXT", content = "v=spf1 ip4:192.0.2.0/28 include:spf.esp.example include:spf.crm.example ~all" }
    google  = { name = "@", type = "TXT", content = "google-site-verification=abcdef" }
    mail    = { name = "mail", type = "A", content = "192.0.2.1" }
    www     = { name = "www", type = "CNAME", content = "shop.example.jp" }
    own_spf = { name = "_spf", type = "TXT", content = "v=spf1 ip4:198.51.100.0/26 -all" }
    dmarc   = { name = "_dmarc", type = "TXT", content = "v=DMARC1; p=none; rua=mailto:dmarc@shop.example.jp" }
    dkim_s1 = { name = "s1._domainkey", type = "TXT", content = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=" }
  }
}

resource "cloudflare_record" "shop" {
  for_each = local.records
  zone_id  = data.cloudflare_zone.shop.id
  name     = each.value.name
  type     = each.value.type
  content  = each.value.content
  priority = lookup(each.value, "priority", null)
  ttl      = 3600
}
