// What is wrong with a page as it is laid out, as a list of texts: what is cut, what
// overlaps, what has too little contrast, what has no name, whose focus isn't seen.
(() => {
  const faults = [];
  const said = (node) => JSON.stringify(node.textContent.trim().slice(0, 40));
  const hidden = (e) => e.closest("details:not([open])") && !e.closest("summary") || e.closest("datalist") ||
    e.closest("caption, thead") && getComputedStyle(e.closest("caption, thead")).clipPath !== "none";

  // The texts, each with its boxes.
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest("script, title") || hidden(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width > 0) texts.push({ node, parent, box });
    }
  }
  if (texts.length < 10) faults.push(`only ${texts.length} texts`);

  // Cut: beyond the page, or beyond what hides it. What is scrolled isn't cut.
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) faults.push(`the page is ${wide} wide, of ${innerWidth}`);
  for (const { node, parent, box } of texts) {
    const scrolled = parent.closest(".drawing[tabindex]");
    if (!scrolled && (box.left < -0.5 || box.right > innerWidth + 0.5)) faults.push(`cut: ${said(node)}`);
    const svg = parent.closest("svg");
    if (svg) {
      const frame = svg.getBoundingClientRect();
      if (box.right > frame.right + 0.5 || box.bottom > frame.bottom + 0.5) faults.push(`outside of its picture: ${said(node)}`);
    }
    for (let e = parent; e && e !== document.body; e = e.parentElement) {
      if (e === scrolled || getComputedStyle(e).overflowX === "visible") continue;
      const frame = e.getBoundingClientRect();
      if (box.left < frame.left - 0.5 || box.right > frame.right + 0.5) faults.push(`cut by <${e.tagName}>: ${said(node)}`);
    }
  }

  // Overlaps: two texts in the same place. Boxes of lines are higher than their letters.
  const low = (box) => box.top + box.height * 0.3, high = (box) => box.bottom - box.height * 0.3;
  texts.sort((a, b) => a.box.top - b.box.top);
  texts.forEach((a, i) => {
    for (let j = i + 1; j < texts.length && texts[j].box.top < a.box.bottom; j++) {
      const b = texts[j];
      const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const down = Math.min(high(a.box), high(b.box)) - Math.max(low(a.box), low(b.box));
      if (across > 1 && down > 1) faults.push(`${said(a.node)} overlaps ${said(b.node)}`);
    }
  });

  // Contrast (WCAG 2.2, 1.4.3).
  const parse = (color) => color.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (a, b) => { const [x, y] = [light(a), light(b)]; return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05); };
  const behind = (e, box) => {
    const rects = [...(e.closest("svg")?.querySelectorAll("rect.box") ?? [])].filter((r) => {
      const f = r.getBoundingClientRect();
      return f.left <= box.left && f.right >= box.right - 1 && f.top <= low(box) && f.bottom >= high(box);
    });
    if (rects.length) return parse(getComputedStyle(rects.at(-1)).fill);
    for (; e; e = e.parentElement) {
      const color = parse(getComputedStyle(e).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  for (const { node, parent, box } of texts) {
    const style = getComputedStyle(parent);
    const ratio = contrast(parse(parent.closest("svg") ? style.fill : style.color), behind(parent, box));
    if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(2)}: ${said(node)}`);
  }

  // Names, and the focus of the keyboard.
  for (const e of document.querySelectorAll("a, button, summary, iframe, input:not([type=hidden]), [role=region], svg[role], table")) {
    if (!(e.getAttribute("aria-label") || e.title || e.labels?.[0]?.textContent || e.querySelector("caption")?.textContent || (e.matches("a, button, summary") && e.textContent))) {
      faults.push(`no name: ${e.outerHTML.slice(0, 80)}`);
    }
  }
  for (const e of document.querySelectorAll("a, button, summary, input:not([type=hidden]), [tabindex]")) {
    if (hidden(e)) continue;
    e.focus({ focusVisible: true, preventScroll: true });
    const style = getComputedStyle(e);
    const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 &&
      contrast(parse(style.outlineColor), behind(e, e.getBoundingClientRect())) >= 3;
    if (document.activeElement !== e || !seen) faults.push(`focus isn't seen: ${said(e)}`);
  }
  return [...new Set(faults)];
})()
