package config

import (
	"io"
	"reflect"

	"github.com/spfcheck/spfcheck/spfcheck/input"
)

// UserName is what the file of a user's own defaults is called, in the folder for the
// configuration of programs.
const UserName = "spfcheck/config.yaml"

// user is the file of a user's own defaults: how DNS is asked and what the output looks
// like. What a verdict depends on isn't in it, or the same command would say something
// else to each.
type user struct {
	Server   text `yaml:"server,omitempty"`
	Timeout  text `yaml:"timeout,omitempty"`
	Deadline text `yaml:"deadline,omitempty"`
	Lang     text `yaml:"lang,omitempty"`
	Color    text `yaml:"color,omitempty"`
}

// UserKeys lists the keys of a user's own defaults.
func UserKeys() []string { return names(reflect.TypeFor[user]()) }

// UserDefault is a value from the file of a user.
type UserDefault struct {
	Key, Value string
	Line       int
}

// ReadUser reads the file of a user, which errors call by this name, in the order of
// [UserKeys]. What is wrong with it is an [input.Errors].
func ReadUser(r io.Reader, name string) ([]UserDefault, error) {
	d := &decoder{name: name}
	fields := reflect.ValueOf(new(user)).Elem()
	if err := d.read(r, UserName, fields); err != nil {
		return nil, err
	}
	if len(d.errors) > 0 {
		return nil, &input.Errors{Problems: d.errors}
	}
	var all []UserDefault
	for i, key := range UserKeys() {
		if t := fields.Field(i).Interface().(text); t.value != "" {
			all = append(all, UserDefault{key, t.value, t.Line})
		}
	}
	return all, nil
}
