// What a reader does with an answer besides reading it: copy it with its source, judge it, go through its evidence.
// Links of the reply (`#copy`, `#good`, `#bad`) and buttons of the source panel lead here.
(() => {
  "use strict";

  const REPLY = ".tt-answer, .tt-refusal";
  const THANKS = "ขอบคุณสำหรับความเห็น · Thank you";
  const FAILED = "ส่งความเห็นไม่สำเร็จ โปรดลองใหม่ · Not sent, please try again";
  const say = window.thamtobSay;
  let sending = false;
  let evidence = null; // the citation whose source is open

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function words(node) {
    return node ? node.textContent.replace(/\s+/g, " ").trim() : "";
  }

  function questionOf(reply) {
    const rows = [...document.querySelectorAll("#tt-chat .message-row")];
    const own = rows.findIndex((row) => row.contains(reply));
    return words(rows.slice(0, own).findLast((row) => row.classList.contains("user-row")));
  }

  function citedText(reply) {
    const quotes = [...reply.querySelectorAll("blockquote")].map(words);
    const sources = [...reply.querySelectorAll(".tt-sources li")].map((item) => {
      const outside = item.querySelector('.tt-meta a[href^="http"]');
      const meta = [...item.querySelectorAll(".tt-meta > span")].map((part) => (part.contains(outside) ? outside.href : words(part)));
      return [`[${words(item.querySelector(".tt-number"))}] ${words(item.querySelector(".tt-open"))}`, ...meta].join(", ");
    });
    return [...quotes, "", ...sources].join("\n");
  }

  async function copy(reply, link) {
    const text = citedText(reply);
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without HTTPS, or in a frame that may not, browsers have only the old way.
      const box = element("textarea", { value: text, className: "tt-offscreen" });
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
      link.focus();
    }
    announce(link.closest(".tt-tools"), "คัดลอกแล้ว · Copied");
  }

  function announce(tools, text) {
    let status = tools.querySelector("[role=status]");
    if (!status) {
      status = element("span");
      status.setAttribute("role", "status");
      status.tabIndex = -1;
      tools.append(status);
    }
    // A screen reader speaks what changes in a status that is there already.
    setTimeout(() => {
      status.textContent = say(text);
      if (document.activeElement === document.body) status.focus();
    }, 100);
  }

  async function send(reply, verdict, reason) {
    if (sending) return;
    sending = true;
    const short = reply.querySelectorAll(".tt-short strong"); // a long answer is only highlighted in its quotes
    const body = {
      question: questionOf(reply),
      answer: [...(short.length ? short : reply.querySelectorAll("blockquote .tt-span"))].map(words).join("\n"),
      verdict,
      reason,
    };
    const tools = reply.querySelector(".tt-tools");
    let sent = false;
    try {
      const response = await fetch("../api/feedback", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      sent = response.ok;
    } catch {
      // told below
    }
    if (sent) {
      for (const done of tools.querySelectorAll('a[href="#good"], a[href="#bad"], form')) done.remove();
    }
    announce(tools, sent ? THANKS : FAILED);
    sending = false;
  }

  function askWhy(reply) {
    const tools = reply.querySelector(".tt-tools");
    if (tools.querySelector("form")) return;
    const reason = element("input", { type: "text", maxLength: 2000, placeholder: say("ผิดตรงไหน (ไม่บังคับ) · What is wrong (optional)") });
    reason.setAttribute("aria-label", say("ผิดตรงไหน · What is wrong"));
    const form = element("form", {}, reason, element("button", { type: "submit", textContent: say("ส่งความเห็น · Send") }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(reply, "bad", reason.value);
    });
    tools.append(form);
    reason.focus();
  }

  function step(by) {
    const links = [...(evidence?.closest(REPLY)?.querySelectorAll("a.tt-cite") ?? [])];
    const at = links.indexOf(evidence);
    const next = at < 0 ? links[0] : links[(at + by + links.length) % links.length];
    next?.click();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const reply = link?.closest(REPLY);
    const action = reply && { "#copy": () => copy(reply, link), "#good": () => send(reply, "good", ""), "#bad": () => askWhy(reply) }[link.getAttribute("href")];
    if (action) {
      event.preventDefault();
      action();
    } else if (link?.matches("a.tt-cite")) {
      evidence = link;
    } else if (event.target.closest?.("#tt-previous")) {
      step(-1);
    } else if (event.target.closest?.("#tt-next")) {
      step(1);
    }
  });
})();
