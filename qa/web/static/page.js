// Opens the source panel: a click on a citation is written into a hidden textbox that the server
// listens to; when the panel arrives, the quoted sentence is scrolled into view.
(() => {
  "use strict";

  let count = 0;
  let opener = null;
  let awaited = null;
  let shown = "";

  function report(fragment) {
    const box = document.querySelector("#tt-clicked textarea, #tt-clicked input");
    if (!box) return;
    count += 1;
    awaited = `tt-opened-${count}`;
    box.value = `${fragment}~${count}`; // the number makes a second click on one link a change too
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function show(panel) {
    awaited = null;
    const pane = document.getElementById("tt-pane");
    const scroller = document.getElementById("tt-source");
    const mark = panel.querySelector("mark");
    const depth = mark ? mark.getBoundingClientRect().top - panel.getBoundingClientRect().top : 0;
    // A quote near the article's head is in view below title, date and source: they stay.
    scroller.scrollTop = depth > scroller.clientHeight * 0.6 ? depth - scroller.clientHeight / 4 : 0;
    scroller.tabIndex = 0; // so that the keyboard can scroll it
    pane.setAttribute("role", "region");
    pane.setAttribute("aria-label", window.thamtobSay("บทความต้นฉบับ · Source article"));
    const heading = panel.querySelector("h3") ?? panel;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  // A suggested question goes into the box: the user sends it, changed or not.
  function propose(question) {
    const box = document.querySelector("#tt-question textarea, #tt-question input");
    if (!box) return;
    box.value = question;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#cite-"]');
    const suggested = event.target.closest?.('a[href="#ask"]');
    if (suggested) {
      event.preventDefault();
      propose(suggested.textContent);
    } else if (link) {
      event.preventDefault();
      opener = link;
      report(link.getAttribute("href").slice(1));
    } else if (event.target.closest?.("#tt-close")) {
      opener?.focus();
    }
  });

  // In a portal's widget the page says that it is there, and Escape closes first the panel, then the widget. What is
  // posted names nothing that another site may not know.
  const tell = (message) => window.parent !== window && window.parent.postMessage(`thamtob:${message}`, "*");

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    if (event.target.closest?.('[aria-expanded="true"], .tt-tools form')) return; // an open list closes itself
    const panel = document.getElementById("tt-close");
    if (panel?.offsetParent) panel.click();
    else tell("close");
  }, true);

  // Gradio labels each message with its source text, markup included: without the label, screen readers
  // read the message itself. A long answer is shown from its question on, not from its end.
  function tidyChat() {
    for (const message of document.querySelectorAll("#tt-chat [data-testid][aria-label]")) {
      message.removeAttribute("aria-label");
    }
    document.querySelector("#tt-chat [role=log]")?.setAttribute("aria-label", window.thamtobSay("การสนทนา · Conversation"));
    const rows = [...document.querySelectorAll("#tt-chat .message-row")];
    const replies = document.querySelectorAll("#tt-chat :is(.tt-answer, .tt-refusal, .tt-notice)");
    const state = `${rows.length} ${replies.length}`;
    if (state === shown) return;
    shown = state;
    const question = rows.findLast((row) => row.classList.contains("user-row"));
    scrollTo(question);
    setTimeout(() => scrollTo(question), 100); // the textbox below may just be growing or shrinking
  }

  function scrollTo(question) {
    const scroller = question?.closest(".bubble-wrap");
    if (!scroller) return;
    scroller.scrollTop += question.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  }

  let begun = false;
  tell("loading");

  function begin() {
    if (begun || !document.querySelector("#tt-question textarea, #tt-question input")) return;
    begun = true;
    tell("ready");
    const asked = new URLSearchParams(location.search).get("question");
    if (asked) propose(asked);
  }

  new MutationObserver(() => {
    begin();
    tidyChat();
    const panel = awaited && document.getElementById(awaited);
    if (panel) show(panel);
  }).observe(document.body, { childList: true, subtree: true });
})();
