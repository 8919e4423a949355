"use strict";

// What the page says itself. All else comes from the program, in the same language.
const texts = {
  en: {
    about: "Checks SPF, DMARC and what the Japanese mobile carriers do with a mail, here in your browser: nothing is sent anywhere unless you let it ask DNS.",
    lang: "Language", zone: "SPF record, or zone text", domain: "Domain", ip: "IP address that the mail is sent from",
    from: "Header From (the domain, if empty)", mailfrom: "Envelope From (unknown, if empty)",
    ask: "Ask DNS over HTTPS what the text doesn't say: this server sees the names", server: "DNS over HTTPS server",
    run: "Check", carriers: "Carriers", findings: "Findings", none: "Nothing was found.", notes: "Notes", errors: "That can't be checked",
    failed: "The program could not be loaded.", busy: "Checking…",
  },
  ja: {
    about: "SPF、DMARC と、日本の携帯電話事業者での扱いを、このブラウザーの中で調べます。DNS への問い合わせを許可しない限り、何も送信しません。",
    lang: "言語", zone: "SPF レコード、またはゾーンのテキスト", domain: "ドメイン", ip: "メールの送信元 IP アドレス",
    from: "ヘッダー From（空ならドメイン）", mailfrom: "エンベロープ From（空なら不明）",
    ask: "テキストにないことを DNS over HTTPS で問い合わせる（名前がこのサーバーに伝わります）", server: "DNS over HTTPS のサーバー",
    run: "調べる", carriers: "事業者", findings: "指摘", none: "指摘はありません。", notes: "注意", errors: "調べられません",
    failed: "プログラムを読み込めませんでした。", busy: "調べています…",
  },
};

const field = (id) => document.getElementById(id);
let said = {};

function speak() {
  said = texts[field("lang").value];
  document.documentElement.lang = field("lang").value;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = said[element.dataset.text];
}

// part shows a heading and a list; each item is lines of text, and never HTML.
function part(title, items) {
  const heading = document.createElement("h2");
  heading.textContent = title;
  const list = document.createElement("ul");
  for (const lines of items) {
    const item = document.createElement("li");
    for (const line of lines.filter((line) => line !== "")) {
      const row = document.createElement("div");
      row.textContent = line;
      item.append(row);
    }
    list.append(item);
  }
  field("result").append(heading, list);
}

function show(answer) {
  field("result").replaceChildren();
  if (answer.errors.length > 0) part(said.errors, answer.errors.map((text) => [text]));
  if (answer.carriers.length > 0) part(said.carriers, answer.carriers.map((c) => [`${c.name}: ${c.word}`, c.why]));
  if (answer.lookups !== "") {
    const found = answer.findings.map((f) => [`${f.severity} ${f.code}`, f.message, f.fix]);
    if (found.length === 0 && answer.complete) found.push([said.none]);
    part(said.findings, [[answer.lookups], ...found]);
  }
  if (answer.notes.length > 0) part(said.notes, answer.notes.map((text) => [text]));
}

function run(event) {
  event.preventDefault();
  field("result").textContent = said.busy;
  const value = (id) => field(id).value.trim();
  const question = {
    zone: field("zone").value, domain: value("domain"), ip: value("ip"), from: value("from"), mailfrom: value("mailfrom"),
    server: field("ask").checked ? value("server") : "", lang: field("lang").value,
  };
  spfcheck(JSON.stringify(question), (text) => show(JSON.parse(text)));
}

async function start() {
  field("lang").value = navigator.language.startsWith("ja") ? "ja" : "en";
  speak();
  field("lang").addEventListener("change", speak);
  field("form").addEventListener("submit", run);
  try {
    const go = new Go();
    const program = await WebAssembly.instantiate(await (await fetch("spfcheck.wasm")).arrayBuffer(), go.importObject);
    go.run(program.instance);
    field("run").disabled = false;
  } catch {
    field("result").textContent = said.failed;
  }
}

start();
