"""What the README shows is what happens."""

import doctest
import re
from pathlib import Path

import pytest

from qa import Settings
from qa import default as module

ROOT = Path(__file__).parents[1]


def test_the_readme_examples_run(
    settings: Settings, assistant: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THAMTOB_INDEX", str(settings.index))
    module._open_default.cache_clear()
    failed, run = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    module._open_default.cache_clear()
    assert run >= 7
    assert failed == 0


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "CONTRIBUTING.md",
        "docs/architecture.md",
        "docs/quality.md",
        "docs/reader.md",
        "docs/deploy.md",
    ],
)
def test_no_link_is_broken(name: str) -> None:
    path = ROOT / name
    for target in re.findall(r"\]\((?!http|#)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_every_module_named_in_the_architecture_exists_and_none_is_missing() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:index|qa)/[a-z_/]+\.py)`", text))
    for module_path in named:
        assert (ROOT / module_path).exists(), module_path
    plumbing = {"errors.py", "settings.py", "cli.py", "__init__.py"}
    for folder in ("index", "qa"):
        for path in (ROOT / folder).glob("*.py"):
            assert path.name in plumbing or f"{folder}/{path.name}" in named, path


def test_layers() -> None:
    """`index` knows nothing of `qa`; only the command and `app.py` know the web part."""
    for path in (ROOT / "index").glob("*.py"):
        assert not re.search(r"^\s*(?:from|import) qa\b", path.read_text(encoding="utf-8"), re.MULTILINE), (
            path
        )
    for path in (ROOT / "qa").rglob("*.py"):
        if "web" not in path.parts and path.name != "cli.py":
            assert "qa.web" not in path.read_text(encoding="utf-8"), path
