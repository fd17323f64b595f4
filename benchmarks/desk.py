"""The desk in a real browser: milliseconds from a key to the next comment, with one moderator and with eight.

The moderator who is measured approves a comment every `PACE` seconds, the seven others one every `OTHERS_PACE`, each
under a name and in a page of their own of the same browser, on the same server and database. Two waits are told apart:
until the next comment stands in the document, all of which is our work, and until the browser has painted it.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.store import on_postgres, on_sqlite
from benchmarks.table import show
from benchmarks.texts import comments

PRESSES: Final = 150
OTHERS: Final = 7
PACE: Final = 0.5
OTHERS_PACE: Final = 2.0
SECONDS: Final = 40
NAME: Final = "bench"
FLAGS: Final = ["--headless=new", "--no-sandbox", "--disable-gpu"]
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_CODE: Final = "import sys; from moderation.cli import main; sys.exit(main())"

# For every F: the milliseconds until another comment was in the document, and until it was painted.
WATCH: Final = """
window.waits = [];
const card = () => {
  for (const node of document.querySelectorAll("div")) {
    const found = node.shadowRoot && node.shadowRoot.querySelector(".card");
    if (found) return found;
  }
  return null;
};
window.addEventListener("keydown", (event) => {
  const before = card();
  if (event.key !== "f" || !before) return;
  const wait = { press: event.timeStamp, item: before.dataset.item };
  window.waits.push(wait);
  const look = () => {
    const now = card();
    if (!now || now.dataset.item === wait.item) return;
    wait.there = performance.now() - wait.press;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => { wait.painted = performance.now() - wait.press; }));
  };
  const observer = new MutationObserver(look);
  observer.observe(before.getRootNode(), { childList: true, subtree: true, attributes: true });
}, true);
"""
# The others press by themselves, so that nothing but their pages and the server is at work.
WORK: Final = """(pace) => setInterval(() => window.dispatchEvent(
    new KeyboardEvent("keydown", { key: "f", bubbles: true, composed: true })), pace)"""


def run(_data: Path | None = None, presses: int = PRESSES) -> None:
    """Print the waits on both databases, with one moderator and with eight."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
        rows = []
        for name, database in (("SQLite", on_sqlite), ("PostgreSQL", on_postgres)):
            for others in (0, OTHERS):
                with database() as url, _queue(url, presses * (others + 2) + 100) as address:
                    rows.append([f"{name}, {others + 1} at work", *_waits(browser, address, others, presses)])
        browser.close()
    what = ["counted", "next there: p50 ms", "p95 ms", "max ms", "painted: p50 ms", "p95 ms", "max ms"]
    show([f"{presses} presses, one every {PACE:.1f} s, the others' every {OTHERS_PACE:.1f} s", *what], rows)


def _waits(browser: Browser, address: str, others: int, presses: int) -> list[str]:
    pages = [_opened(browser, address, f"moderator {number}") for number in range(others + 1)]
    for page in pages[1:]:
        page.evaluate(WORK, OTHERS_PACE * 1000)
        time.sleep(OTHERS_PACE / others)  # not all at the same moment
    page = pages[0]
    for _ in range(presses):
        page.keyboard.press("f")
        page.wait_for_timeout(PACE * 1000)
    waits: list[dict[str, Any]] = page.evaluate("window.waits")
    for one in pages:
        one.close()
    there = sorted(wait["there"] for wait in waits if "there" in wait)
    painted = sorted(wait["painted"] for wait in waits if "painted" in wait)
    return [f"{len(painted)} of {presses}", *_quantiles(there), *_quantiles(painted)]


def _quantiles(waits: Sequence[float]) -> list[str]:
    return [f"{waits[min(int(len(waits) * share), len(waits) - 1)]:.0f}" for share in (0.5, 0.95, 1.0)]


def _opened(browser: Browser, address: str, name: str) -> Page:
    page = browser.new_page(viewport={"width": 1360, "height": 860})
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_selector(".card", timeout=SECONDS * 1000)
    page.get_by_role("button", name=f"Moderator: {NAME}").click()
    page.get_by_role("textbox", name="Moderator").fill(name)
    page.keyboard.press("Enter")
    page.get_by_role("button", name=f"Moderator: {name}").wait_for()
    page.wait_for_selector(".card", timeout=SECONDS * 1000)
    page.wait_for_timeout(1_000)  # a comment that came up by itself takes no keys at first
    return page


@contextmanager
def _queue(url: str, count: int) -> Iterator[str]:
    """Yield the address of a queue in which so many comments wait."""
    with tempfile.TemporaryDirectory(prefix="desk-") as name, socket.socket() as probe:
        folder = Path(name)
        _import(url, folder, count)
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
        probe.close()
        command = [sys.executable, "-c", _CODE, "queue", "--db", url, "--port", str(port), "--moderator", NAME]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield _answering(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()
            process.wait()


def _import(url: str, folder: Path, count: int) -> None:
    """Fill the queue with comments that readers reported: each of them waits for a person."""
    dump = folder / "dump.jsonl"
    with dump.open("w", encoding="utf-8") as file:
        for number, text in enumerate(comments(count)):
            row = {"id": str(number), "thread_id": f"t{number // 50}", "author": f"a{number % 997}", "text": text}
            file.write(json.dumps({**row, "created_at": "2026-01-01T00:00:00Z", "reports": ["abusive"]}) + "\n")
    command = [sys.executable, "-c", _CODE, "import", str(dump), "--db", url]
    subprocess.run(command, check=True, capture_output=True)


def _answering(address: str) -> str:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return address
    raise SystemExit(f"no queue after {SECONDS} s")


def _chromium() -> str:
    found = os.environ.get("CHROMIUM") or next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise SystemExit("no Chromium here; set CHROMIUM to one")
    return found


if __name__ == "__main__":
    run(presses=int(sys.argv[1]) if len(sys.argv) > 1 else PRESSES)
