# make run    install, index the sample articles if there is no index yet, serve the chat page
# make test   install with the test tools, run every check and test
# make check  ruff and mypy only
#
# Both install into .venv, once: again only when pyproject.toml changes.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check
.DELETE_ON_ERROR:

run: .venv/.run
	@echo "== thamtob: เปิดหน้าถามตอบ · serving the chat page (Ctrl+C stops it)"
	@$(BIN)/thamtob serve

test: check
	@echo "== thamtob: ทดสอบ · running the tests"
	@$(BIN)/python -m pytest

check: .venv/.test
	@echo "== thamtob: ตรวจโค้ด · checking style and types"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "ต้องใช้ Python 3.11 ขึ้นไป · Python 3.11 or later is needed: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@echo "== thamtob: สร้าง .venv · making the virtual environment"
	@$(PYTHON) -m venv .venv

.venv/.run: pyproject.toml | .venv/bin/python
	@echo "== thamtob: ติดตั้ง (ราว 2 GB ครั้งเดียว) · installing (about 2 GB, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/.test: pyproject.toml | .venv/bin/python
	@echo "== thamtob: ติดตั้งพร้อมเครื่องมือทดสอบ · installing with the test tools"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ .venv/.run
