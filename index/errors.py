"""Every error that Thamtob raises on purpose.

    ThamtobError
    ├── ArticleError        one file can't be read as an article
    ├── NoArticles          a folder holds nothing that can be indexed
    ├── IndexNotFound       no index at that place yet
    ├── IndexCorrupt        the index is damaged
    ├── IndexUnavailable    the disk or the system doesn't let it be read or written
    ├── IndexBusy           another process is changing the index
    ├── ModelMismatch       the index was made by another embedding model
    ├── ModelUnavailable    the embedding model can't be loaded
    ├── InvalidQuestion     the question is empty, too long or no text
    └── InvalidRequest      an argument beside the question is wrong

Each message is written for the person who has to act on it: Thai first, then English, and always
what to do next. Refusing to answer is not an error: see `qa.answer.Answer.refused`.
"""

from __future__ import annotations


class ThamtobError(Exception):
    """Base of the tree: `except ThamtobError` catches all that is expected to go wrong."""

    def __init__(self, thai: str, english: str) -> None:
        super().__init__(f"{thai}\n{english}")
        self.thai = thai
        self.english = english


class ArticleError(ThamtobError):
    """A file can't be read as an article. The other files of the folder are not affected."""


class NoArticles(ThamtobError):
    """A folder is missing or holds no readable article. An index that exists is left as it was."""


class IndexNotFound(ThamtobError):
    """There is no index at the given place."""


class IndexCorrupt(ThamtobError):
    """The index is damaged in a way that its own files can't mend."""


class IndexUnavailable(ThamtobError):
    """The index can't be read or written for now: a full disk, no permission. It need not be damaged."""


class IndexBusy(ThamtobError):
    """Another process is writing this index."""


class ModelMismatch(ThamtobError):
    """The index was made by another embedding model; its vectors can't be compared with this one's."""


class ModelUnavailable(ThamtobError):
    """The embedding model can't be found, or its files are damaged."""


class InvalidQuestion(ThamtobError):
    """The question holds nothing to search for, or is too long."""


class InvalidRequest(ThamtobError):
    """An argument other than the question is out of range or of the wrong kind."""
