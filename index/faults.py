"""What SQLite says of an index -> the error that says what to do: wait, make room, or make the index again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexBusy, IndexCorrupt, IndexUnavailable

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
# The disk, the system or its rights: the index may be as sound as ever.
_OUTSIDE = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOLFS,
}


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turn the errors of SQLite inside into errors about the index in `folder`."""
    try:
        yield
    except sqlite3.ProgrammingError:  # the index was closed, say: it isn't at fault
        raise
    except sqlite3.DatabaseError as error:
        kind = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # the rest is detail
        if kind in _BUSY:
            raise busy(folder) from error
        if kind in _OUTSIDE:
            raise IndexUnavailable(
                f"อ่านหรือเขียนดัชนีที่ {folder} ไม่ได้ ({error}) โปรดตรวจว่าดิสก์ยังว่าง และโปรแกรมมีสิทธิ์เขียนโฟลเดอร์นี้",
                f"the index in {folder} can't be read or written ({error}); see that the disk isn't full "
                "and that this program may write that folder",
            ) from error
        raise corrupt(folder, str(error)) from error


def busy(folder: Path) -> IndexBusy:
    """Return the error for an index that another process is changing."""
    return IndexBusy(
        f"มีการปรับปรุงดัชนีที่ {folder} อยู่แล้ว โปรดรอให้เสร็จแล้วลองใหม่",
        f"another process is updating the index in {folder}; wait for it and try again",
    )


def corrupt(folder: Path, what: str) -> IndexCorrupt:
    """Return the error for an index whose database is damaged; `what` says where."""
    return IndexCorrupt(
        f"ดัชนีที่ {folder} เสียหาย ({what}) บทความต้นฉบับไม่ได้รับผลกระทบ โปรดย้ายโฟลเดอร์นี้ออก แล้วสร้างใหม่: thamtob index โฟลเดอร์บทความ",
        f"the index in {folder} is damaged ({what}); your articles are not affected. Move that folder away and "
        "make it again: thamtob index FOLDER",
    )
