// Loaded before gradio's frontend: tells it that it is the page itself, not a part of another one.
window.__gradio_mode__ = "app";
