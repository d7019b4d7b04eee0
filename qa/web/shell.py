"""Gradio's compiled frontend + our style and script -> the HTML document of the chat page.

Gradio's own document holds inline scripts, which our policy forbids, says that it is in English and
names pictures on other hosts. This one loads the same frontend, which then reads its configuration from
the server.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

STATIC = Path(__file__).with_name("static")
_ENTRY = re.compile(r'<script type="module"[^>]* src="\./(?P<script>assets/[\w.-]+\.js)">')
_STYLE = re.compile(r'<link rel="stylesheet"[^>]* href="\./(?P<style>assets/[\w.-]+\.css)">')
_DOCUMENT = """<!doctype html>
<html lang="th">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="ถามตอบจากบทความภาษาไทย ตอบด้วยข้อความจริงพร้อมแหล่งอ้างอิงเท่านั้น">
<title>ถามตอบ · Thamtob</title>
<link rel="icon" type="image/svg+xml" href="{icon}">
<link rel="preload" href="../static/fonts/noto-sans-thai-thai-400-normal.woff2" as="font" type="font/woff2"
 crossorigin>
<script src="{before}"></script>
<script src="{language}"></script>
<script type="module" crossorigin src="{script}"></script>
<link rel="stylesheet" crossorigin href="{style}">
<link rel="stylesheet" href="{base}">
<link rel="stylesheet" href="{page}">
<link rel="stylesheet" href="{reply}">
<script src="{js}" defer></script>
<script src="{tools}" defer></script>
</head>
<body>
<header class="tt-header">
<img src="{icon}" alt="" width="36" height="36">
<div>
<h1><span class="tt-th" lang="th">ถามตอบ · </span><span lang="en">Thamtob</span></h1>
<p><span class="tt-th" lang="th">ตอบด้วยข้อความจากบทความเท่านั้น อ้างอิงทุกคำตอบ</span>
<span class="tt-en" lang="en">Only the articles’ own words, always with the source.</span></p>
</div>
<button type="button" id="tt-language" lang="en">English</button>
</header>
<div class="tt-app" lang="th"><gradio-app control_page_title="false" embed="false" eager="true"></gradio-app></div>
<noscript>หน้านี้ต้องใช้ JavaScript · This page needs JavaScript.</noscript>
</body>
</html>
"""


def document(frontend: Path) -> str:
    """Return the document for the gradio frontend in a folder.

    Raises:
        RuntimeError: this version of gradio lays its frontend out in another way.
    """
    index = (frontend / "index.html").read_text(encoding="utf-8")
    entry, style = _ENTRY.search(index), _STYLE.search(index)
    if entry is None or style is None:
        raise RuntimeError(f"no script or stylesheet found in {frontend / 'index.html'}")
    return _DOCUMENT.format(
        script=f"./{entry['script']}",
        style=f"./{style['style']}",
        icon=_versioned("icon.svg"),
        before=_versioned("before.js"),
        language=_versioned("language.js"),
        base=_versioned("base.css"),
        page=_versioned("page.css"),
        reply=_versioned("reply.css"),
        js=_versioned("page.js"),
        tools=_versioned("tools.js"),
    )


def _versioned(name: str) -> str:
    """Return a static file's address, which changes with its content so that no old copy is shown."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"../static/{name}?v={digest}"
