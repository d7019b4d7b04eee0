"""A folder of articles -> a searchable index. Knows nothing of questions."""

import os

# pythainlp reads these when it is imported, by whichever module comes first: without them it makes a folder in the home
# directory and may try to download corpora.
os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
os.environ.setdefault("PYTHAINLP_OFFLINE", "1")
