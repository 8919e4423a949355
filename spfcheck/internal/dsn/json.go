package dsn

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// maxWraps bounds how many wrappers an event may be in.
const maxWraps = 6

// mandrillForm is the field that Mandrill posts its events in.
const mandrillForm = "mandrill_events="

func looksLikeJSON(data []byte) bool {
	data = bytes.TrimSpace(data)
	return len(data) > 0 && (data[0] == '{' || data[0] == '[') || bytes.HasPrefix(data, []byte(mandrillForm))
}

// errJSON says what is wrong with JSON.
func errJSON(err error) error { return &input.Error{Problem: textBadJSON.Format(err.Error())} }

// object is an event of a sending service, or a wrapper of such.
type object = map[string]any

// readJSON reads what a sending service posts, or writes line by line, in whatever it
// was packed. Fields that aren't known are passed over: all services add new ones.
func readJSON(data []byte) (*Report, error) {
	if form, ok := bytes.CutPrefix(bytes.TrimSpace(data), []byte(mandrillForm)); ok {
		text, err := url.QueryUnescape(string(form))
		if err != nil {
			return nil, errJSON(err)
		}
		data = []byte(text)
	}
	values, err := decode(data)
	if err != nil {
		return nil, errJSON(err)
	}
	var events []object
	for _, v := range values {
		events = unwrap(events, v, 0)
	}
	return readEvents(events, len(values) == 1 && isEmptyList(values[0]))
}

// isEmptyList reports whether there is a list, and nothing in it: SendGrid's API answers
// so where nothing bounced.
func isEmptyList(v any) bool {
	list, ok := v.([]any)
	return ok && len(list) == 0
}

// jsonIn gives the JSON that a text begins with.
func jsonIn(text string) string {
	var first json.RawMessage
	if err := json.NewDecoder(strings.NewReader(text)).Decode(&first); err != nil {
		return ""
	}
	return string(first)
}

// decode reads values of JSON, one after another.
func decode(data []byte) ([]any, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var values []any
	for {
		var v any
		switch err := decoder.Decode(&v); {
		case errors.Is(err, io.EOF):
			return values, nil
		case err != nil:
			return nil, err
		}
		values = append(values, v)
	}
}

// wrapper is what events are packed in: an object with all of these fields, of which one
// has the events, as JSON or as text that is JSON.
type wrapper struct {
	Name  string
	Needs []string
	In    string
}

// wrappers are the ways on which events come.
var wrappers = []wrapper{
	{"SNS", []string{"Type", "Message"}, "Message"},
	{"SNS in Lambda", []string{"Sns"}, "Sns"},
	{"SQS, by the AWS command line", []string{"Messages"}, "Messages"},
	{"a message of SQS", []string{"MessageId", "Body"}, "Body"},
	{"a message of SQS in Lambda", []string{"messageId", "body"}, "body"},
	{"Lambda", []string{"Records"}, "Records"},
	{"Firehose and Kinesis", []string{"records"}, "records"},
	{"a record of Firehose", []string{"recordId", "data"}, "data"},
	{"EventBridge", []string{"detail-type", "detail"}, "detail"},
	{"Mailgun", []string{"event-data"}, "event-data"},
	{"Mailgun's API", []string{"items", "paging"}, "items"},
	{"SparkPost", []string{"msys"}, "msys"},
	{"SparkPost", []string{"message_event"}, "message_event"},
	{"SparkPost", []string{"gen_event"}, "gen_event"},
	{"SparkPost", []string{"track_event"}, "track_event"},
	{"SparkPost", []string{"unsubscribe_event"}, "unsubscribe_event"},
	{"SparkPost's API", []string{"results"}, "results"},
	{"Postmark's API", []string{"TotalCount", "Bounces"}, "Bounces"},
	{"Mailtrap, blastengine", []string{"events"}, "events"},
	{"blastengine", []string{"event"}, "event"},
}

// unwrap adds the events in a value to a list.
func unwrap(events []object, v any, depth int) []object {
	if depth > maxWraps || len(events) > 10*MaxRecipients {
		return events
	}
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			events = unwrap(events, one, depth+1)
		}
	case string:
		if decoded, err := base64.StdEncoding.DecodeString(v); err == nil && looksLikeJSON(decoded) {
			v = string(decoded)
		}
		if !looksLikeJSON([]byte(v)) {
			return events
		}
		values, err := decode([]byte(v))
		if err != nil {
			return events
		}
		for _, one := range values {
			events = unwrap(events, one, depth+1)
		}
	case object:
		for _, w := range wrappers {
			if inner := v[w.In]; has(v, w.Needs) && !isName(inner) {
				return unwrap(events, inner, depth+1)
			}
		}
		return append(events, v)
	}
	return events
}

// isName reports whether a value is a word, such as the name of an event, and holds none.
func isName(v any) bool {
	s, ok := v.(string)
	return v == nil || ok && !strings.ContainsAny(s, "{[") && len(s) < maxLabel
}

// has reports whether an object has all of these fields; a dot leads into one.
func has(o object, paths []string) bool {
	for _, p := range paths {
		if at(o, p) == nil {
			return false
		}
	}
	return true
}

// at gives what stands at a path; nil where nothing does.
func at(o object, path string) any {
	name, rest, deeper := strings.Cut(path, ".")
	v := o[name]
	if !deeper {
		return v
	}
	if inner, ok := v.(object); ok {
		return at(inner, rest)
	}
	return nil
}

// textAt gives the first text at one of the paths; of a list its first.
func textAt(o object, paths []string) string {
	for _, p := range paths {
		v := at(o, p)
		if list, ok := v.([]any); ok && len(list) > 0 {
			v = list[0]
		}
		switch v := v.(type) {
		case string:
			if v != "" {
				return v
			}
		case json.Number, bool:
			return fmt.Sprint(v)
		}
	}
	return ""
}

// listAt gives the texts of the first list at one of the paths.
func listAt(o object, paths []string) (all []string) {
	for _, p := range paths {
		list, _ := at(o, p).([]any)
		for _, v := range list {
			if s, ok := v.(string); ok && s != "" {
				all = append(all, s)
			}
		}
		if len(all) > 0 {
			break
		}
	}
	return all
}

// dateAt gives the date at one of the paths as parseDate reads it: services write text,
// or seconds.
func dateAt(o object, paths []string) string {
	value := textAt(o, paths)
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		if seconds > 1e11 { // milliseconds
			seconds /= 1000
		}
		if seconds <= 0 || seconds > 1e11 {
			return ""
		}
		return time.Unix(int64(seconds), 0).UTC().Format(time.RFC3339)
	}
	return value
}
