"""The page as users see it -> pictures, and how long they wait for it.

    python -m tests.look docs/pictures

Serves the sample articles to a real Chromium on this machine. Prints, in milliseconds, medians and the slowest of several
visits: until something is painted, until a question can be typed, and from asking until the first words of the answer
stand on the page, for the first question of a conversation and for later ones, which may be read in several ways.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from qa import Assistant
from tests.conftest import CHROMIUM_ARGS, SEEDS
from tests.serving import WHERE, in_portal

UNANSWERABLE = "นายกรัฐมนตรีของฝรั่งเศสชื่ออะไร"
QUESTIONS = [
    WHERE,
    "ใครเป็นผู้แทนฝ่ายญี่ปุ่นในการประชุมเจ้าหน้าที่อาวุโสอาเซียน-ญี่ปุ่น ครั้งที่ 35",
    "การประชุมเจ้าหน้าที่อาวุโสอาเซียน-สหรัฐฯ ครั้งที่ 34 จัดที่ไหน",
    "Where was the 4th Secretariat-to-Secretariat meeting held?",
    "การประชุม S2S ครั้งที่ 4 จัดเมื่อไร",
]
_BOX = "#tt-question textarea"
_BETWEEN = 1000  # milliseconds
_WATCH = """selector => {
  const count = document.querySelectorAll(selector).length;
  let asked = null;
  window.waited = null;
  addEventListener("keydown", () => { asked = performance.now(); }, { capture: true, once: true });
  const observer = new MutationObserver(() => {
    if (asked && document.querySelectorAll(selector).length > count) {
      window.waited = performance.now() - asked;
      observer.disconnect();
    }
  });
  observer.observe(document.body, { childList: true, subtree: true });
}"""
_FIRST_WORDS = "#tt-chat :is(.tt-answer strong, .tt-answer blockquote, .tt-refusal)"


def main() -> None:
    """Take the pictures and print the times as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where the pictures go")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    assistant = Assistant.from_folder(SEEDS)
    chromium = shutil.which("chromium")
    with in_portal(assistant, {"/": 'data-open="true"'}) as (app, portal), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        print(json.dumps(_times(browser, app), indent=2))
        _pictures(browser, app, portal, folder)
        browser.close()


def _times(browser: Browser, app: str) -> dict[str, dict[str, float]]:
    times: dict[str, list[float]] = {"first_paint": [], "box_usable": [], "first_words": []}
    for question in QUESTIONS * 2:
        page = browser.new_page()  # with a cache of its own, empty
        page.goto(app)
        page.wait_for_selector(_BOX)
        times["box_usable"].append(page.evaluate("performance.now()"))
        painted = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
        times["first_paint"].append(page.evaluate(painted))
        times["first_words"].append(_until_words(page, question))
        page.close()
    page = browser.new_page()
    page.goto(app)
    page.wait_for_selector(_BOX)
    turns = [_until_words(page, question) for question in QUESTIONS * 2]
    times["first_words_of_later_turns"] = turns[1:]
    return {name: {"median": round(median(taken)), "max": round(max(taken))} for name, taken in times.items()}


def _until_words(page: Page, question: str) -> float:
    """Ask, and return the milliseconds until the page shows the answer's first words."""
    page.evaluate(_WATCH, _FIRST_WORDS)
    page.fill(_BOX, question)
    page.press(_BOX, "Enter")
    # The browser has the same two cores: looking often would slow the answer.
    page.wait_for_function("() => window.waited", polling=_BETWEEN)
    page.wait_for_timeout(_BETWEEN)  # until the rest of the answer stands there
    return float(page.evaluate("window.waited"))


def _pictures(browser: Browser, app: str, portal: str, folder: Path) -> None:
    def ask(page: Page, question: str) -> None:
        chat = page.frame_locator("iframe") if page.url.startswith(portal) else page
        chat.locator(_BOX).fill(question)
        chat.locator(_BOX).press("Enter")
        chat.locator("#tt-chat .tt-tools").last.wait_for()

    def visit(width: int, height: int, *, dark: bool = False, url: str = app) -> Page:
        scheme = "dark" if dark else "light"
        page = browser.new_page(
            locale="th-TH", viewport={"width": width, "height": height}, color_scheme=scheme
        )
        page.goto(url)
        page.wait_for_timeout(1500)
        return page

    def keep(page: Page, name: str) -> None:
        page.wait_for_timeout(700)
        page.screenshot(path=folder / f"{name}.png")
        page.close()

    page = visit(1280, 800)
    ask(page, WHERE)
    page.locator(".tt-cite").first.click()
    page.locator("#tt-source mark").first.wait_for()
    keep(page, "panel")
    for name, width, height, dark, question in (
        ("page", 1280, 800, False, ""),
        ("refusal", 1000, 760, False, UNANSWERABLE),
        ("dark", 1000, 760, True, WHERE),
        ("phone", 360, 720, False, WHERE),
    ):
        page = visit(width, height, dark=dark)
        if question:
            ask(page, question)
        keep(page, name)
    page = visit(1000, 700, url=f"{app}/chat/?lang=en")
    ask(page, QUESTIONS[3])
    keep(page, "english")
    page = visit(1100, 760, url=portal)
    ask(page, WHERE)
    keep(page, "widget")


if __name__ == "__main__":
    main()
