package message

import "bytes"

// lineCounter measures the lines of what is written to it. A line ends in LF,
// CRLF or CRs and LF, all of which are one CRLF in SMTP (RFC 5321 §2.3.8).
type lineCounter struct {
	size    int64 // of the lines that have ended, as sent
	header  int64 // of these, the header's
	inBody  bool
	line    int // octets of the line under way
	crs     int // CRs at its end, so far
	number  int // lines that have ended
	longest int
	at      int
}

func (c *lineCounter) Write(p []byte) (int, error) {
	n := len(p)
	for {
		line, rest, ended := bytes.Cut(p, []byte("\n"))
		if text := bytes.TrimRight(line, "\r"); len(text) > 0 {
			c.line += c.crs + len(text)
			c.crs = len(line) - len(text)
		} else {
			c.crs += len(line)
		}
		if !ended {
			return n, nil
		}
		c.end()
		p = rest
	}
}

// end ends the line under way.
func (c *lineCounter) end() {
	c.number++
	if c.line > c.longest {
		c.longest, c.at = c.line, c.number
	}
	if c.line == 0 && !c.inBody { // RFC 5322 §2.1
		c.inBody = true
		c.header = c.size
	}
	c.size += int64(c.line) + int64(len("\r\n"))
	c.line, c.crs = 0, 0
}

// finish counts a last line without an end, which is sent with one, and gives
// the facts.
func (c *lineCounter) finish(f *Facts) {
	if c.line+c.crs > 0 {
		c.line += c.crs
		c.end()
	}
	if !c.inBody {
		c.header = c.size
	}
	f.Size, f.HeaderSize, f.LongestLine, f.LongestLineAt = c.size, c.header, c.longest, c.at
}
