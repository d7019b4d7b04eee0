"""Start the web app on the default index: `python app.py`, then open http://127.0.0.1:7860."""

from qa.web.server import serve

if __name__ == "__main__":
    serve()
