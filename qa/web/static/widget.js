// The chat as a widget in another site, with one line and no build step:
//   <script src="https://qa.example/static/widget.js" data-title="ถามตอบ" defer></script>
// It draws a button in a Shadow DOM, which opens the chat page in an iframe. No inline style or script, so it works
// under a strict Content-Security-Policy: script-src and frame-src must name this server, nothing else.
(() => {
  "use strict";

  const script = document.currentScript;
  const base = new URL("../", script.src);
  const WAIT = 12000; // milliseconds until a page that doesn't report counts as unreachable
  const LOADING = 60000; // and one that began to
  const TEXTS = {
    th: {
      title: "ถามตอบจากบทความ",
      open: "เปิดหน้าต่างถามตอบ",
      close: "ปิดหน้าต่างถามตอบ",
      failed: "ติดต่อระบบถามตอบไม่ได้ โปรดตรวจการเชื่อมต่อ หรือแจ้งผู้ดูแลระบบ",
      retry: "ลองใหม่",
    },
    en: {
      title: "Ask the articles",
      open: "Open the question window",
      close: "Close the question window",
      failed: "The question service can’t be reached. Check the connection, or tell the administrator.",
      retry: "Try again",
    },
  };
  const STYLE = `
    :host { all: initial; font-family: "Noto Sans Thai", system-ui, sans-serif; }
    button { font: inherit; cursor: pointer; border: 0; }
    button:focus-visible, iframe:focus-visible { outline: 3px solid #c9a227; outline-offset: 2px; }
    .open { position: fixed; bottom: 20px; z-index: 2147483000; display: flex; gap: 8px; align-items: center;
      padding: 12px 18px; border-radius: 999px; background: var(--color); color: #fff; font-size: 16px;
      box-shadow: 0 4px 16px rgb(0 0 0 / 25%); }
    .box { display: flex; flex-direction: column; overflow: hidden; background: #fff; color: #1a2433;
      border: 1px solid rgb(0 0 0 / 15%); }
    .floating { position: fixed; bottom: 20px; z-index: 2147483001; width: var(--width); height: var(--height);
      max-width: calc(100vw - 24px); max-height: calc(100dvh - 40px); border-radius: 14px;
      box-shadow: 0 10px 40px rgb(0 0 0 / 30%); }
    .inline { position: relative; width: 100%; height: var(--height); border-radius: 10px; }
    .right { right: 20px; } .left { left: 20px; }
    .bar { display: flex; align-items: center; gap: 8px; padding: 8px 8px 8px 14px; background: var(--color);
      color: #fff; font-size: 15px; font-weight: 700; }
    .bar span { flex: 1; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
    .bar button { padding: 4px 10px; border-radius: 8px; background: rgb(255 255 255 / 18%); color: #fff; }
    .greeting { margin: 0; padding: 8px 14px; font-size: 14px; border-bottom: 1px solid rgb(0 0 0 / 10%); }
    iframe { flex: 1; width: 100%; border: 0; background: #fff; }
    .failed { flex: 1; display: flex; flex-direction: column; gap: 14px; align-items: center; justify-content: center;
      padding: 24px; text-align: center; font-size: 15px; line-height: 1.7; }
    .failed button { padding: 8px 18px; border-radius: 8px; background: var(--color); color: #fff; }
    [hidden] { display: none !important; }
    @media (max-width: 520px) { .floating { inset: 0; width: 100vw; height: 100dvh; max-width: none; max-height: none;
      border-radius: 0; } }
  `;

  const option = (name, fallback) => script.dataset[name] || fallback;
  const language = option("language", document.documentElement.lang.startsWith("en") ? "en" : "th") === "en" ? "en" : "th";
  const text = TEXTS[language];
  const title = option("title", text.title);
  const side = option("position", "right") === "left" ? "left" : "right";
  const target = option("inline", "");
  const remember = option("remember", "true") !== "false";
  const KEY = `thamtob-open ${base.origin}`;

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function stored() {
    try {
      return remember && localStorage.getItem(KEY);
    } catch {
      return null; // the portal forbids storage
    }
  }

  function store(open) {
    try {
      if (remember) localStorage.setItem(KEY, open ? "1" : "0");
    } catch {
      // then it isn't remembered
    }
  }

  function start() {
    const place = target ? document.querySelector(target) : document.body;
    if (!place) {
      console.error(`thamtob: nothing on this page matches data-inline="${target}"`);
      return;
    }
    const host = element("div");
    host.setAttribute("data-thamtob", "");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const colour = option("color", "#12355b");
    host.style.setProperty("--color", CSS.supports("color", colour) ? colour : "#12355b");
    const length = (name, fallback) => (CSS.supports("width", option(name, "")) ? option(name, "") : fallback);
    host.style.setProperty("--width", length("width", "420px"));
    host.style.setProperty("--height", length("height", target ? "640px" : "680px"));

    const launcher = element("button", { type: "button", className: `open ${side}`, textContent: title });
    launcher.setAttribute("aria-label", `${text.open}: ${title}`);
    launcher.setAttribute("aria-expanded", "false");
    const close = element("button", { type: "button", textContent: "✕" });
    close.setAttribute("aria-label", text.close);
    const failed = element(
      "div",
      { className: "failed", hidden: true },
      element("span", { textContent: text.failed }),
      element("button", { type: "button", textContent: text.retry, onclick: () => (load(), frame.focus()) }),
    );
    failed.setAttribute("role", "alert");
    const bar = element("div", { className: "bar" }, element("span", { textContent: title }), ...(target ? [] : [close]));
    const greeting = element("p", { className: "greeting", textContent: option("greeting", ""), hidden: !option("greeting", "") });
    const box = element("section", { className: `box ${target ? "inline" : `floating ${side}`}`, hidden: true }, bar, greeting, failed);
    box.setAttribute("role", target ? "region" : "dialog");
    box.setAttribute("aria-label", title);
    root.append(...(target ? [box] : [launcher, box]));
    place.append(host);

    let frame = null;
    let timer = 0;

    function load() {
      frame?.remove();
      failed.hidden = true;
      const address = new URL("chat/", base);
      address.searchParams.set("lang", language);
      if (option("question", "")) address.searchParams.set("question", option("question", ""));
      frame = element("iframe", { title, src: address.href, referrerPolicy: "no-referrer", allow: "clipboard-write" });
      box.append(frame);
      clearTimeout(timer);
      timer = setTimeout(fail, WAIT);
    }

    function fail() {
      frame?.remove();
      frame = null;
      failed.hidden = false;
    }

    function show(focus) {
      if (!frame) load();
      box.hidden = false;
      launcher.hidden = true;
      launcher.setAttribute("aria-expanded", "true");
      store(true);
      if (focus) (target ? frame : close).focus();
    }

    function hide() {
      box.hidden = true;
      launcher.hidden = false;
      launcher.setAttribute("aria-expanded", "false");
      store(false);
      launcher.focus();
    }

    launcher.addEventListener("click", () => show(true));
    close.addEventListener("click", hide);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !target) hide();
    });
    window.addEventListener("message", (event) => {
      if (event.origin !== base.origin || event.source !== frame?.contentWindow) return;
      if (event.data === "thamtob:ready" || event.data === "thamtob:loading") clearTimeout(timer);
      if (event.data === "thamtob:loading") timer = setTimeout(fail, LOADING);
      if (event.data === "thamtob:close" && !target) hide();
    });
    const before = stored();
    if (target || before === "1" || (before === null && option("open", "false") === "true")) show(false);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
