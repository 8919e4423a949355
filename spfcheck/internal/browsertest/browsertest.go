// Package browsertest gives tests a browser, Chromium, that asks nobody but the test.
package browsertest

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/spfcheck/spfcheck/spfcheck/internal/dnstest"
)

// Schemes and Widths are what a page is looked at in: those of a phone, a tablet and a desk.
var (
	Schemes = []string{"light", "dark"}
	Widths  = []int64{360, 768, 1280}
)

// What a run of tests can have besides.
var (
	screenshots = flag.String("screenshots", "", "folder to write a picture of each page to")
	axe         = flag.String("axe", "", "axe.min.js of axe-core, to be run on each page")
)

// Browser is a tab of Chromium.
type Browser struct {
	ctx context.Context //nolint:containedctx // it is the tab

	mu     sync.Mutex
	site   string
	events []string // requests to elsewhere, errors, and what the console says
}

// Start starts Chromium until the test ends. The test is skipped where it isn't installed;
// with SPFCHECK_INTEGRATION=required it fails there.
func Start(t *testing.T) *Browser {
	t.Helper()
	program := dnstest.Installed(t, "chromium")
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU)
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &Browser{ctx: ctx}
	if err := chromedp.Listen(ctx, b.note); err != nil {
		t.Fatal(err)
	}
	set(t, b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	return b
}

// note keeps what the browser tells of a page that should tell nothing.
func (b *Browser) note(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.events = append(b.events, "exception: "+e.ExceptionDetails.Text+" "+e.ExceptionDetails.Exception.Description)
	case *runtime.EventConsoleAPICalled:
		b.events = append(b.events, "console: "+string(e.Type))
	case *log.EventEntryAdded:
		b.events = append(b.events, "log: "+e.Entry.Text)
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, b.site) {
			b.events = append(b.events, "request: "+e.Request.URL)
		}
	}
}

// Told is what the browser told since the page was opened.
func (b *Browser) Told() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.events)
}

// Open opens a page. It may ask for what begins with site.
func (b *Browser) Open(t *testing.T, url, site string) {
	t.Helper()
	b.mu.Lock()
	b.site, b.events = site, nil
	b.mu.Unlock()
	if err := chromedp.Do(b.ctx, chromedp.Navigate(url)); err != nil {
		t.Fatal(err)
	}
}

// Follow clicks on what a selector finds, and waits for the page that it leads to.
func (b *Browser) Follow(t *testing.T, selector string) {
	t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.WaitEvent(page.LoadEventFired, nil, chromedp.Click(chromedp.CSS(selector)))); err != nil {
		t.Fatal(err)
	}
}

// Look sets the scheme and the width.
func (b *Browser) Look(t *testing.T, scheme string, width int64) {
	t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(width, 900)); err != nil {
		t.Fatal(err)
	}
	set(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
}

// Scripts lets scripts run, or keeps the pages that are opened next from it.
func (b *Browser) Scripts(t *testing.T, run bool) {
	t.Helper()
	set(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !run})
}

// set gives the browser a command that has no answer.
func set[P any](t *testing.T, b *Browser, command cdp.Command[P, cdp.Empty], params P) {
	t.Helper()
	err := chromedp.Do(b.ctx, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, command, params)
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
}

// Picture writes what is seen, where the flag says so.
func (b *Browser) Picture(t *testing.T, name string) {
	t.Helper()
	if *screenshots == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(*screenshots, name), png, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Violations are what axe-core finds in the page (https://github.com/dequelabs/axe-core);
// false where the flag doesn't say where it is.
func (b *Browser) Violations(t *testing.T) ([]string, bool) {
	t.Helper()
	if *axe == "" {
		return nil, false
	}
	script, err := os.ReadFile(*axe)
	if err != nil {
		t.Fatal(err)
	}
	Evaluate[bool](t, b, string(script)+"; true")
	return Evaluate[[]string](t, b, `axe.run().then((found) => found.violations.map((v) =>
		v.id + ": " + v.help + ": " + v.nodes.map((n) => n.html).join(" ").slice(0, 300)))`), true
}

// Silent fails the test where the browser told anything, or axe-core finds anything.
func (b *Browser) Silent(t *testing.T) {
	t.Helper()
	violations, _ := b.Violations(t)
	for _, fault := range append(b.Told(), violations...) {
		t.Error(fault)
	}
}

// Evaluate gives what a script comes to in the page; a promise is waited for.
func Evaluate[T any](t *testing.T, b *Browser, script string) T {
	t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return value
}
