"""The web app: a chat page in the browser over an `Assistant`, for people who don't program.

    server.py     Assistant -> FastAPI app, and the process that serves it
    desk.py       the one way to the assistant: in turn, bounded, counted
    page.py       the chat page's components and what happens on each event
    examples.py   articles -> questions that they answer
    render.py     Answer, Article -> inert HTML for the chat and the source panel
    links.py      Quote <-> the `#cite-…` link that opens it
    shell.py      gradio's assets + ours -> the one HTML document, free of inline script
    api.py        questions, articles, opinions, health and metrics as JSON
    problems.py   errors as problem+json
    feedback.py   what users thought of answers
    access.py     who may ask, from which site, how often
    gate.py       which of gradio's routes exist for the outside; how large a request may be
    headers.py    security headers on every response
    static/       before.js, language.js (Thai or English), page.js (source panel), tools.js (copy, opinions),
                  widget.js (for portals), styles, fonts

Only page.py and server.py import gradio, which takes seconds.
"""

import os

# Read by gradio and huggingface_hub when they are imported, so they are set before either: no
# usage statistics, no version check, no look at a model hub.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
