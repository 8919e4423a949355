package eval

import (
	"errors"

	"blitiri.com.ar/go/spf"

	"github.com/spfcheck/spfcheck/spfcheck/i18n"
	"github.com/spfcheck/spfcheck/spfcheck/internal/record"
	"github.com/spfcheck/spfcheck/spfcheck/internal/tree"
	"github.com/spfcheck/spfcheck/spfcheck/resolve"
)

// Why there is no usable result.
var (
	malformedDomain = i18n.Text{
		EN: "not a domain name of several labels",
		JA: "2 つ以上のラベルからなるドメイン名ではありません",
	}
	severalRecords = i18n.Text{
		EN: "%d SPF records, only one is allowed",
		JA: "SPF レコードが %d 個あります（1 個だけが有効です）",
	}
	syntaxError = i18n.Text{
		EN: "syntax error at offset %d, %.60q: %s",
		JA: "構文の誤りがあります（オフセット %d、%.60q）: %s",
	}
	likelyMeant = i18n.Text{
		EN: "%s; probably meant: %s",
		JA: "%s。おそらく %s の誤りです",
	}
	tooManyLookups = i18n.Text{
		EN: "more than %d terms that need DNS lookups",
		JA: "DNS を引く項が %d 個を超えています",
	}
	tooManyVoids = i18n.Text{
		EN: "more than %d lookups that found nothing (void lookups)",
		JA: "何も見つからない DNS 検索（void lookup）が %d 回を超えています",
	}
	tooManyMX = i18n.Text{
		EN: "more than %d MX hosts",
		JA: "MX ホストが %d 個を超えています",
	}
	noTarget = i18n.Text{
		EN: "%s has no SPF record",
		JA: "%s に SPF レコードがありません",
	}
	ofChild = i18n.Text{EN: "%s: %s", JA: "%s: %s"}
	other   = i18n.Text{
		EN: "the record can't be evaluated: %s",
		JA: "レコードを評価できません: %s",
	}
)

// malformedRecord says what is wrong with a record first of all.
func malformedRecord(rec record.Record) i18n.Text {
	e := rec.Errors[0]
	problem := syntaxError.Format(e.Offset, rec.Text[e.Offset:e.End], e.Problem)
	if e.Likely == "" {
		return problem
	}
	return likelyMeant.Format(problem, e.Likely)
}

// failedLookup gives the result of a record lookup that brought no answer: none
// for a name that doesn't exist, else temperror (RFC 7208 §4.3, §4.4).
func failedLookup(err error) (spf.Result, i18n.Text) {
	if resolve.NotFound(err) {
		return spf.None, tree.NoDomain.Text()
	}
	return spf.TempError, resolve.FailureText(err)
}

// unusable says why an evaluation came to a permerror or temperror, by go/spf's
// error; it is empty for other results.
func unusable(result spf.Result, err error) i18n.Text {
	switch {
	case result == spf.TempError:
		return resolve.FailureText(err)
	case result != spf.PermError:
		return i18n.Text{}
	case errors.Is(err, spf.ErrLookupLimitReached):
		return tooManyLookups.Format(record.MaxLookups)
	case errors.Is(err, spf.ErrVoidLookupLimitReached):
		return tooManyVoids.Format(record.MaxVoids)
	case errors.Is(err, spf.ErrTooManyMXRecords):
		return tooManyMX.Format(record.MaxMXHosts)
	default:
		return other.Format(err)
	}
}
