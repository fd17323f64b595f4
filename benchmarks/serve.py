"""Requests a second and waiting times of the server, beside a handler that does nothing, in the same run."""

from __future__ import annotations

import asyncio
import json
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks.table import show
from benchmarks.texts import comments

CONNECTIONS: Final = 16
SECONDS: Final = 6.0
BURST: Final = 1_600
OURS: Final = "from moderation.cli import main; main()"
BARE: Final = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
async def answer(request):
    await request.body()
    return Response(b'{"attributeScores": {}}', media_type="application/json")
uvicorn.run(Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])]), port=int(sys.argv[1]),
            access_log=False, log_level="warning")
"""


def run(_: Path | None) -> None:
    """Measure the server with each classifier, the bare handler first and last."""
    texts = comments(2_000)
    rows: list[Sequence[object]] = []
    bare = _measured("bare handler (Starlette, uvicorn): reads, answers nothing", [BARE], texts)
    rows.append(bare)
    for name in ("ngram.v1", "cascade.v1", "encoder.v1"):
        rows.append(_measured(f"comments:analyze, {name}", [OURS, "serve", "--classifier", name, "--port"], texts))
    rows.append(_measured("ngram.v1 without batches", [OURS, "serve", "--at-once", "1", "--port"], texts))
    first = float(str(bare[1]))
    shown = [[*row[:1], *(round(float(str(value)), 1) for value in row[1:]), round(float(str(row[1])) / first, 3)]
             for row in rows]  # fmt: skip
    header = ("one worker, 16 connections", "requests/s", "p50 ms", "p95 ms", "p99 ms", "refused of a burst", "ratio")
    show(header, shown)
    print(
        f"\n{len(texts)} texts of {statistics.mean(len(text.split()) for text in texts):.0f} words; client and server"
    )
    print("share the cores. The burst: a hundred times as many connections at once, three requests each.")


def _measured(name: str, call: Sequence[str], texts: Sequence[str]) -> Sequence[object]:
    with _server(call) as port:
        asyncio.run(_load(port, texts, CONNECTIONS, 1.0))
        times, _ = asyncio.run(_load(port, texts, CONNECTIONS, SECONDS))
        _, refused = asyncio.run(_load(port, texts, BURST, None))
        after, _ = asyncio.run(_load(port, texts, CONNECTIONS, 0.5))
    assert after, "the server did not recover from the burst"
    centiles = statistics.quantiles(times, n=100)
    return [name, len(times) / SECONDS, *(1_000 * centiles[at - 1] for at in (50, 95, 99)), refused]


@contextmanager
def _server(call: Sequence[str]) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen([sys.executable, "-c", *call, str(port)], stderr=subprocess.DEVNULL)
    try:
        for _ in range(1_200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(30)


async def _load(port: int, texts: Sequence[str], connections: int, seconds: float | None) -> tuple[list[float], int]:
    """Ask over many connections, three times each where no time is given; return the times and the refusals."""
    requests = [_request(text) for text in texts]
    end = time.perf_counter() + seconds if seconds else None
    clients = [_client(port, requests[at::connections] or requests, end) for at in range(connections)]
    results = await asyncio.gather(*clients)
    return [taken for times, _ in results for taken in times], sum(refused for _, refused in results)


async def _client(port: int, requests: Sequence[bytes], end: float | None) -> tuple[list[float], int]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    times: list[float] = []
    refused = number = 0
    while (time.perf_counter() < end) if end else number < 3:
        begin = time.perf_counter()
        writer.write(requests[number % len(requests)])
        number += 1
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(length)
        refused += b" 429 " in head[:20]
        times.append(time.perf_counter() - begin)
    writer.close()
    return times, refused


def _request(text: str) -> bytes:
    asked = {
        "comment": {"text": text},
        "requestedAttributes": {"TOXICITY": {}},
        "languages": ["en"],
        "doNotStore": True,
    }
    body = json.dumps(asked).encode()
    head = f"POST /v1alpha1/comments:analyze?key=x HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body
