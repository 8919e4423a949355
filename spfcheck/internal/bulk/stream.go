package bulk

import (
	"bufio"
	"io"
)

// Stream is a Writer that writes lines to w as they are done.
type Stream struct{ w *bufio.Writer }

// NewStream gives the Stream to w.
func NewStream(w io.Writer) *Stream { return &Stream{bufio.NewWriterSize(w, 64<<10)} }

func (s *Stream) begin() progress { return progress{} }

func (s *Stream) write(b []byte) error {
	_, err := s.w.Write(b)
	return err
}

func (s *Stream) idle() error { return s.w.Flush() }

func (s *Stream) commit(progress) error { return s.w.Flush() }
