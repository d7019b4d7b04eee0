// The page's language: Thai with English beside it, or English alone. Chosen by the button in the header, which is
// remembered, else by `?lang=en` (a portal's widget). Answers follow the language of their question anyway.
(() => {
  "use strict";

  const KEY = "thamtob-language";
  // What gradio's components say, by selector: Thai, English. The rest of the page holds both languages and hides one.
  const TEXTS = {
    "#tt-send": ["ส่ง", "Ask"],
    "#tt-clear": ["ล้างการสนทนา · Clear", "Clear the conversation"],
    "#tt-previous": ["‹ ก่อนหน้า", "‹ Previous"],
    "#tt-next": ["ถัดไป ›", "Next ›"],
    "#tt-close": ["ปิด ✕", "Close ✕"],
    "#tt-question [data-testid=block-info]": ["คำถามของคุณ · Your question", "Your question"],
    "#tt-since [data-testid=block-info]": ["ตั้งแต่ปี · From", "From year (B.E.)"],
    "#tt-until [data-testid=block-info]": ["ถึงปี · Until", "Until year (B.E.)"],
  };
  const PLACEHOLDER = ["พิมพ์คำถามของคุณ", "Type your question"];
  const TITLE = ["ถามตอบ · Thamtob", "Thamtob"];
  const root = document.documentElement;

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

  root.dataset.language = (stored() ?? new URLSearchParams(location.search).get("lang")) === "en" ? "en" : "th";

  // Of a text in both languages (ไทย · English), what this page says.
  window.thamtobSay = (text) => (root.dataset.language === "en" ? text.replace(/^.* · /, "") : text);

  function apply() {
    const language = root.dataset.language;
    const chosen = language === "en" ? 1 : 0;
    if (root.lang !== language) root.lang = language; // gradio sets it to the browser's
    if (document.title !== TITLE[chosen]) document.title = TITLE[chosen];
    for (const [selector, texts] of Object.entries(TEXTS)) {
      const found = document.querySelector(selector);
      if (!found) continue;
      if (found.textContent.trim() !== texts[chosen]) found.textContent = texts[chosen];
      if (found.lang !== language) found.lang = language;
      const field = found.closest(".tt-year")?.querySelector("input"); // named apart from its visible label
      if (field && field.ariaLabel !== texts[chosen]) field.ariaLabel = texts[chosen];
    }
    const box = document.querySelector("#tt-question textarea, #tt-question input");
    if (box && box.placeholder !== PLACEHOLDER[chosen]) box.placeholder = PLACEHOLDER[chosen];
    const other = document.getElementById("tt-language");
    if (other.lang === language) {
      other.lang = chosen ? "th" : "en";
      other.textContent = chosen ? "ภาษาไทย" : "English";
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("tt-language").addEventListener("click", () => {
      root.dataset.language = root.dataset.language === "en" ? "th" : "en";
      store(root.dataset.language);
      apply();
    });
    // What `apply` writes is what it looks for, so it changes nothing the second time.
    const observer = new MutationObserver(apply);
    observer.observe(document.body, { childList: true, subtree: true });
    observer.observe(root, { attributes: true, attributeFilter: ["lang"] });
    apply();
  });
})();
