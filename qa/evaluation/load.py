"""Many users at once -> how long they wait, what is refused, and whether the server's memory stays flat.

    python -m qa.evaluation.load path/to/valid.jsonl.gz --users 50 --each 6
    python -m qa.evaluation.load path/to/valid.jsonl.gz --users 4 --each 1250   # 5,000 questions

All users ask at once, and each asks its next question as soon as it has its answer. Questions come in turn from a file
(a golden or a reading set); in one of more than 300 none is asked so soon again that its answer is still remembered. Starts `thamtob serve` on the settings' index as a process of its own and asks over HTTP. Linux only.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx

from qa.evaluation.dataset import read_rows
from qa.evaluation.metrics import percentile

_PATIENCE = 120.0  # seconds
_BETWEEN = 0.5  # seconds between two looks at the memory


def main() -> None:
    """Run and print the figures as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("questions", type=Path)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--each", type=int, default=6, help="questions of each user, one after another")
    arguments = parser.parse_args()
    questions = [row["question"] for row in read_rows(arguments.questions)]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    environment = os.environ | {"THAMTOB_QUESTIONS_PER_MINUTE": "100000"}
    command = [sys.executable, "-c", "from qa.cli import main; main()", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            result = asyncio.run(
                _run(f"http://127.0.0.1:{port}", questions, arguments.users, arguments.each, server.pid)
            )
        finally:
            server.terminate()
    print(json.dumps(result, indent=2))


async def _run(url: str, questions: list[str], users: int, each: int, process: int) -> dict[str, Any]:
    limits = httpx.Limits(max_connections=users + 2)
    async with httpx.AsyncClient(base_url=url, timeout=_PATIENCE, limits=limits) as client:
        await _until_ready(client)
        await client.post("/api/ask", json={"question": questions[0]})
        seconds: list[float] = []
        statuses: Counter[int] = Counter()
        memory = [_resident(process)]
        watching = asyncio.create_task(_watch(process, memory))
        started = time.perf_counter()
        asked = [
            _user(
                client, [questions[n % len(questions)] for n in range(first, first + each)], seconds, statuses
            )
            for first in range(0, users * each, each)
        ]
        await asyncio.gather(*asked)
        taken = time.perf_counter() - started
        watching.cancel()
    tenth = max(1, len(memory) // 10)
    return {
        "users": users,
        "questions": users * each,
        "seconds": round(taken, 1),
        "statuses": dict(statuses),
        "wait_ms": {"p50": percentile(seconds, 50), "p95": percentile(seconds, 95), "max": max(seconds)},
        "resident_mb": {
            "start": memory[0],
            "after_a_tenth": memory[tenth],
            "end": memory[-1],
            "most": max(memory),
        },
    }


async def _user(
    client: httpx.AsyncClient, questions: list[str], waited: list[float], statuses: Counter[int]
) -> None:
    for question in questions:
        started = time.perf_counter()
        response = await client.post("/api/ask", json={"question": question})
        waited.append(round((time.perf_counter() - started) * 1000, 1))
        statuses[response.status_code] += 1


async def _until_ready(client: httpx.AsyncClient) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            if (await client.get("/readyz")).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise
        await asyncio.sleep(0.2)


async def _watch(process: int, memory: list[int]) -> None:
    while True:
        await asyncio.sleep(_BETWEEN)
        memory.append(_resident(process))


def _resident(process: int) -> int:
    """Return the resident memory of a process in MB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    main()
