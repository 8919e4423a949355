package smtpd_test

import (
	"net"
	"net/smtp"
	"runtime"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal"
	"github.com/spfcheck/spfcheck/spfcheck/internal/rehearsal/smtpd"
)

// BenchmarkMessages sends messages over 200 connections at once, with their DNS answers at
// hand, and says how much memory the process has in use after them, with its clients. The
// acceptance is 10,000 of them: -benchtime 10000x.
func BenchmarkMessages(b *testing.B) {
	const connections = 200
	r := start(b, &smtpd.Server{})
	text := []byte(from("good.example.jp"))
	var left atomic.Int64
	left.Store(int64(b.N))
	b.ResetTimer()
	var clients errgroup.Group
	for range min(connections, b.N) {
		clients.Go(func() error {
			conn, err := net.Dial("tcp", r.addr)
			if err != nil {
				return err
			}
			c, err := smtp.NewClient(conn, "localhost")
			if err != nil {
				return err
			}
			for left.Add(-1) >= 0 {
				if err := sendOn(c, text); err != nil {
					return err
				}
			}
			return c.Quit()
		})
	}
	if err := clients.Wait(); err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	if n := r.store.Counts().Received; n != int64(b.N) {
		b.Errorf("%d of %d messages came", n, b.N)
	}
	if c := r.store.List(rehearsal.Filter{}); c[len(c)-1].Worst != "deliver" {
		b.Errorf("%+v", c[len(c)-1])
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapSys-m.HeapReleased)/(1<<20), "MB")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

// sendOn sends a message to docomo on a connection that is open.
func sendOn(c *smtp.Client, text []byte) error {
	if err := c.Mail("bounce@good.example.jp"); err != nil {
		return err
	}
	if err := c.Rcpt("taro@docomo.ne.jp"); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(text); err != nil {
		return err
	}
	return w.Close()
}
