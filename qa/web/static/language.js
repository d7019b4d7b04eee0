// The page's language: Thai with English beside it, or English alone. Chosen by `?lang=en` (a portal's widget) or by the
// button in the header, which is remembered. Answers follow the language of their question anyway.
(() => {
  "use strict";

  const KEY = "thamtob-language";
  // What gradio's components say, by selector; the rest of the page holds both languages and hides one.
  const ENGLISH = {
    "#tt-send": "Ask",
    "#tt-clear": "Clear the conversation",
    "#tt-previous": "‹ Previous",
    "#tt-next": "Next ›",
    "#tt-close": "Close ✕",
  };
  const PLACEHOLDER = ["พิมพ์คำถามของคุณ", "Type your question"];
  const QUESTION = "#tt-question textarea, #tt-question input";
  const root = document.documentElement;
  const thai = {}; // what those components say otherwise

  function stored() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // a frame of another site may not have storage
    }
  }

  function store(language) {
    try {
      localStorage.setItem(KEY, language);
    } catch {
      // then it isn't remembered
    }
  }

  const asked = new URLSearchParams(location.search).get("lang") ?? stored();
  set(asked === "en" ? "en" : "th");

  function set(language) {
    root.dataset.language = language;
    root.lang = language; // gradio sets it to the browser's, whatever the page is in
  }

  function apply() {
    const language = root.dataset.language;
    const english = language === "en";
    if (root.lang !== language) root.lang = language;
    for (const [selector, words] of Object.entries(ENGLISH)) {
      const button = document.querySelector(selector);
      if (!button) continue;
      thai[selector] ??= button.textContent.trim();
      const wanted = english ? words : thai[selector];
      if (button.textContent.trim() !== wanted) button.textContent = wanted;
    }
    const box = document.querySelector(QUESTION);
    if (box && box.placeholder !== PLACEHOLDER[Number(english)]) box.placeholder = PLACEHOLDER[Number(english)];
    const other = document.getElementById("tt-language");
    if (other.lang === language) {
      other.lang = english ? "th" : "en";
      other.textContent = english ? "ภาษาไทย" : "English";
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("tt-language").addEventListener("click", () => {
      set(root.dataset.language === "en" ? "th" : "en");
      store(root.dataset.language);
      apply();
    });
    new MutationObserver(apply).observe(document.body, { childList: true, subtree: true });
    apply();
  });
})();
