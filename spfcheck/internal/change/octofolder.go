package change

import (
	"path/filepath"
	"strings"

	"github.com/spfcheck/spfcheck/spfcheck/internal/lazy"
	"github.com/spfcheck/spfcheck/spfcheck/internal/zone"
)

// octodnsIn reads the configuration of octoDNS that a folder has, which says how its files
// come to be zones, and counts those. Where there are several, such as one for each
// environment, the files are read without them.
func (r *reader) octodnsIn(path string) (found int, err error) {
	if r.options.Format != "" && r.options.Format != "octodns" {
		return 0, nil
	}
	configs, err := r.octodnsConfigs(path, 0)
	if err != nil || len(configs) == 0 {
		return 0, err
	}
	if len(configs) > 1 {
		for _, f := range configs {
			r.change.Unused = append(r.change.Unused, zone.Place{File: f.name})
		}
		return 0, nil
	}
	before := len(r.change.Zones)
	err = readOctoDNS(r, configs[0])
	return len(r.change.Zones) - before, err
}

// octodnsKeys tell what may be such a configuration.
var octodnsKeys = lazy.MustCompile(`(?m)^(?:\{\s*)?["']?providers["']?:`)

// octodnsConfigs finds the configurations in a folder, and in those in it.
func (r *reader) octodnsConfigs(path string, depth int) (configs []*file, err error) {
	entries, err := r.files.ReadDir(path)
	if err != nil || depth > maxFolder {
		return nil, err
	}
	for _, e := range entries {
		name := filepath.Join(path, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case e.IsDir():
			below, err := r.octodnsConfigs(name, depth+1)
			if err != nil {
				return nil, err
			}
			configs = append(configs, below...)
		case isYAML(name):
			if is, err := r.isFile(path, e.Name()); err != nil || !is {
				continue // who reads the zones says what is wrong with it
			}
			f, err := r.load(name)
			if err != nil {
				return nil, err
			}
			if !octodnsKeys.Match(f.data) {
				continue
			}
			if top, err := f.parsed(octodnsYAML.Parse); err == nil && isOctoDNSConfig(top) {
				configs = append(configs, f)
			}
		}
	}
	return configs, nil
}
