package dkim

import "github.com/spfcheck/spfcheck/spfcheck/i18n"

// The reasons. What comes from outside is put in by %q and cut; names of keys
// are domains and selectors that DNS took, and are cut too.

var (
	reasonPass = i18n.Text{
		EN: "the message is as it was signed with the key at %.100q",
		JA: "%.100q の鍵で署名されたときから変わっていません",
	}
	reasonBody = i18n.Text{
		EN: "the body is not the one that was signed: it was changed on the way, or the file isn't the message byte for byte",
		JA: "本文が署名されたものと異なります。途中で書き換えられたか、ファイルが元のメールと 1 バイト単位で同じではありません",
	}
	reasonShortBody = i18n.Text{
		EN: "the body is %d octets shorter than l=%d says",
		JA: "本文が l=%[2]d の示す長さより %[1]d オクテット足りません",
	}
	reasonHeader = i18n.Text{
		EN: "the signature does not match the header: a signed field was changed, or the key at %.100q is not the one that signed",
		JA: "署名がヘッダーに合いません。署名対象のフィールドが書き換えられたか、署名に使われた鍵が %.100q の鍵と異なります",
	}
	reasonTooMany = i18n.Text{
		EN: "the message has %d signatures; only the first %d are verified",
		JA: "署名が %d 個ありますが、検証するのは先頭の %d 個だけです",
	}
)

// What is wrong with the field (RFC 6376 §6.1.1).
var (
	reasonSyntax = i18n.Text{
		EN: "the field is not a list of tags, each with a name of its own and a value",
		JA: "フィールドが正しいタグの並びになっていません（「名前=値」でないか、同じ名前が 2 度あります）",
	}
	reasonVersion = i18n.Text{
		EN: "the version v=%.20q is unknown; there is only 1",
		JA: "バージョン v=%.20q は未知のものです。有効なのは 1 だけです",
	}
	reasonNoTag = i18n.Text{
		EN: "the tag %s= is missing",
		JA: "タグ %s= がありません",
	}
	reasonBadTag = i18n.Text{
		EN: "the value of %s= cannot be used: %.60q",
		JA: "%s= の値が使えません（%.60q）",
	}
	reasonAlgorithm = i18n.Text{
		EN: "the algorithm a=%.40q is unknown",
		JA: "アルゴリズム a=%.40q は未知のものです",
	}
	reasonSHA1 = i18n.Text{
		EN: "rsa-sha1 no longer counts (RFC 8301 §3.1); sign with rsa-sha256",
		JA: "rsa-sha1 は現在では無効です（RFC 8301 §3.1）。rsa-sha256 で署名してください",
	}
	reasonTimes = i18n.Text{
		EN: "it expires (x=) before it was made (t=)",
		JA: "有効期限（x=）が署名日時（t=）より後になっていません",
	}
	reasonExpired = i18n.Text{
		EN: "the signature expired at %s (x=)",
		JA: "署名の有効期限（x=）が %s に切れています",
	}
	reasonFromUnsigned = i18n.Text{
		EN: "From is not among the signed fields (h=), as it must be (RFC 6376 §5.4)",
		JA: "署名対象のフィールド（h=）に必須の From が含まれていません（RFC 6376 §5.4）",
	}
	reasonAgent = i18n.Text{
		EN: "i=%.80q is neither in the domain %s (d=) nor below it",
		JA: "i=%.80q が d= のドメイン %s にもそのサブドメインにも属していません",
	}
)

// What is wrong with the key (RFC 6376 §6.1.2).
var (
	reasonDNS = i18n.Text{
		EN: "the key at %.100q could not be looked up: %.200q",
		JA: "%.100q の鍵を DNS から取得できませんでした（%.200q）",
	}
	reasonNoKey = i18n.Text{
		EN: "there is no key at %.100q: no TXT record exists there",
		JA: "%.100q に鍵がありません（TXT レコードが存在しません）",
	}
	reasonNotKey = i18n.Text{
		EN: "there is no key at %.100q: its TXT record %.60q is not a DKIM key",
		JA: "%.100q に鍵がありません。TXT レコード %.60q は DKIM の鍵ではありません",
	}
	reasonSeveralKeys = i18n.Text{
		EN: "there are %[2]d keys at %.100[1]q, and which one counts is not defined (RFC 6376 §3.6.2.2)",
		JA: "%.100[1]q に鍵が %[2]d 個あり、どれを使うかは定められていません（RFC 6376 §3.6.2.2）",
	}
	reasonRevoked = i18n.Text{
		EN: "the key at %.100q was revoked: its p= is empty",
		JA: "%.100q の鍵は失効しています（p= が空です）",
	}
	reasonBadKey = i18n.Text{
		EN: "the key at %.100q cannot be read: its p= is not a public key of its type",
		JA: "%.100q の鍵を読み取れません。p= がその種類の公開鍵になっていません",
	}
	reasonNotBase64 = i18n.Text{
		EN: "the key at %.100q cannot be read: its p= is not base64 from %.20q on",
		JA: "%.100q の鍵を読み取れません。p= が %.20q から先で base64 になっていません",
	}
	reasonCut = i18n.Text{
		EN: "the key at %.100q is cut: its p= has %d of %d bytes",
		JA: "%.100[1]q の鍵が途中で切れています。p= は %[3]d バイトのうち %[2]d バイトしかありません",
	}
	reasonCutBase64 = i18n.Text{
		EN: "the key at %.100q is cut: the base64 of its p= ends in the middle",
		JA: "%.100q の鍵が途中で切れています。p= の base64 が途中で終わっています",
	}
	reasonWrongType = i18n.Text{
		EN: "the key at %.100q is of the type %s, and not %s as k= says (rsa where it is left out)",
		JA: "%.100[1]q の鍵の種類は %[2]s ですが、k= では %[3]s になっています（k= がなければ rsa）",
	}
	reasonWrapped = i18n.Text{
		EN: "the key at %.100q is wrapped as in a PEM file; an ed25519 key is published bare (RFC 8463 §4.2)",
		JA: "%.100q の鍵が PEM ファイルと同じ形式で包まれています。ed25519 の鍵は本体の 32 バイトだけを公開します（RFC 8463 §4.2）",
	}
	reasonUnknownKey = i18n.Text{
		EN: "the key at %.100q is of an unknown type (k=)",
		JA: "%.100q の鍵の種類（k=）は未知のものです",
	}
	reasonKeyType = i18n.Text{
		EN: "the key at %.100q is for %.20q and the signature is %.40q",
		JA: "%.100q の鍵は %.20q 用ですが、署名は %.40q です",
	}
	reasonKeyHash = i18n.Text{
		EN: "the key at %.100q allows only the hashes h=%.40q and the signature is %.40q",
		JA: "%.100q の鍵で使えるハッシュは h=%.40q だけですが、署名は %.40q です",
	}
	reasonNoSHA256 = i18n.Text{
		EN: "the key at %.100q allows only the hashes h=%.40q, and sha256 is the only one that counts (RFC 8301 §3.1)",
		JA: "%.100q の鍵で使えるハッシュは h=%.40q だけですが、有効なのは sha256 だけです（RFC 8301 §3.1）",
	}
	reasonService = i18n.Text{
		EN: "the key at %.100q is not for mail: s=%.40q",
		JA: "%.100q の鍵はメール用ではありません（s=%.40q）",
	}
	reasonStrict = i18n.Text{
		EN: "the key at %.100q has t=s, and i=%.80q is not in the domain %s itself",
		JA: "%.100q の鍵に t=s がありますが、i=%.80q のドメインが %s と同じではありません",
	}
	reasonShortKey = i18n.Text{
		EN: "the key at %.100q has %d bits; less than %d no longer count (RFC 8301 §3.2)",
		JA: "%.100q の鍵は %d ビットです。%d ビット未満は無効です（RFC 8301 §3.2）",
	}
	reasonLongKey = i18n.Text{
		EN: "the key at %.100q has %d bits; more than %d are not verified",
		JA: "%.100q の鍵は %d ビットです。%d ビットを超える鍵は検証しません",
	}
)
