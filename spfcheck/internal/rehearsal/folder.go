package rehearsal

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spfcheck/spfcheck/spfcheck/internal/atomicfile"
)

// Folder is where messages are kept as files: ID.eml is the message as it came, ID.json
// what becomes of it, and ID.N.dsn.eml the delivery report for its recipient N, from 1.
// Nothing in it is ever taken away.
type Folder struct{ path string }

// OpenFolder makes a folder where there is none yet.
func OpenFolder(path string) (*Folder, error) {
	if err := os.MkdirAll(path, 0o777); err != nil {
		return nil, fmt.Errorf("making a folder for messages: %w", err)
	}
	return &Folder{path}, nil
}

// write writes the files of a message. The JSON comes last: who sees it has all.
func (f *Folder) write(m *Message) error {
	err := f.file(m.ID+".eml", m.Raw)
	for i := range m.Recipients {
		if report := m.DeliveryReport(i); report != nil {
			err = errors.Join(err, f.file(fmt.Sprintf("%s.%d.dsn.eml", m.ID, i+1), report))
		}
	}
	text, jsonErr := json.MarshalIndent(m, "", "  ")
	if err = errors.Join(err, jsonErr); err != nil {
		return fmt.Errorf("keeping a message: %w", err)
	}
	if err = f.file(m.ID+".json", append(text, '\n')); err != nil {
		return fmt.Errorf("keeping a message: %w", err)
	}
	return nil
}

func (f *Folder) file(name string, content []byte) error {
	return atomicfile.Replace(filepath.Join(f.path, name), func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}
