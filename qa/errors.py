"""The errors that users of `qa` catch: the whole tree is drawn in `index.errors`."""

from index.errors import (
    ArticleError,
    IndexBusy,
    IndexCorrupt,
    IndexNotFound,
    InvalidQuestion,
    InvalidRequest,
    ModelMismatch,
    ModelUnavailable,
    NoArticles,
    ThamtobError,
)

__all__ = [
    "ArticleError",
    "IndexBusy",
    "IndexCorrupt",
    "IndexNotFound",
    "InvalidQuestion",
    "InvalidRequest",
    "ModelMismatch",
    "ModelUnavailable",
    "NoArticles",
    "ThamtobError",
]
