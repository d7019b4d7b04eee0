// Opens the source panel: a click on a citation is written into a hidden textbox that the server
// listens to; when the panel arrives, the quoted sentence is scrolled into view.
(() => {
  "use strict";

  let count = 0;
  let opener = null;
  let awaited = null;

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
    pane.scrollIntoView({ block: "nearest" });
    scroller.scrollTop = mark
      ? mark.getBoundingClientRect().top - panel.getBoundingClientRect().top - scroller.clientHeight / 4
      : 0;
    const heading = panel.querySelector("h3") ?? panel;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#cite-"]');
    if (link) {
      event.preventDefault();
      opener = link;
      report(link.getAttribute("href").slice(1));
    } else if (event.target.closest?.("#tt-close")) {
      opener?.focus();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.getElementById("tt-close")?.click();
  });

  new MutationObserver(() => {
    const panel = awaited && document.getElementById(awaited);
    if (panel) show(panel);
  }).observe(document.body, { childList: true, subtree: true });
})();
