"""The web app: a chat page in the browser over an `Assistant`, for people who don't program.

    server.py     Assistant -> FastAPI app, and the process that serves it
    page.py       Assistant -> the chat page's components and what happens on each event
    render.py     Answer, Article -> inert HTML for the chat and the source panel
    links.py      Quote <-> the `#cite-…` link that opens it
    shell.py      gradio's assets + ours -> the one HTML document, free of inline script
    headers.py    security headers on every response
    gate.py       which of gradio's routes exist for the outside

Only page.py imports gradio, which takes seconds; server.py does so through it.
"""

import os

# Read by gradio and huggingface_hub when they are imported, so they are set before either: no
# usage statistics, no version check, no look at a model hub.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
