"""Takes the pictures of the README: starts the demo, works a little, photographs every page in light and dark.

python docs/screenshots.py [FOLDER]
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
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

SIZE = {"width": 1400, "height": 900}
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
# A comment that shows much at once, and nothing that a README should not show.
SHOWS_MUCH = ".columns:has(mark):has(.quote):has(.why-rule):not(:has(.card .severe_toxicity, .card .sexual_explicit))"

SHIFT = (
    ("Label", "spam", ("d", "5", "d", "6", "d", "5")),
    ("Reason", "language-not-covered", ("f", "f", "s")),
    ("Label", "threat", ("e",)),
    ("Label", "misinformation_cue", ("f", "z", "d", "7")),
)


def main(folder: Path) -> None:
    """Save every picture to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        port = _free_port()
        server = _start(Path(scratch) / "demo.db", port)
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=FLAGS
        )
        try:
            _take(browser, f"http://127.0.0.1:{port}", folder)
        finally:
            browser.close()
            server.terminate()
            server.wait()


def _take(browser: Browser, address: str, folder: Path) -> None:
    for scheme in ("light", "dark"):
        page = _open(browser, address, scheme)
        page.get_by_label("Label").select_option(value='"insult"')
        _find(page)
        page.screenshot(path=folder / f"queue-{scheme}.png")
        if scheme == "light":
            page.keyboard.press("d")
            page.wait_for_timeout(300)
            page.screenshot(path=folder / "reject-light.png")
        page.close()
    page = _open(browser, address, "light")
    _decide_some(page)
    page.close()
    for scheme in ("light", "dark"):
        page = _open(browser, address, scheme)
        for name in ("Overview", "Decisions"):
            page.get_by_role("link", name=name).click()
            page.wait_for_timeout(2500)
            page.screenshot(path=folder / f"{name.lower()}-{scheme}.png")
        page.close()


def _open(browser: Browser, address: str, scheme: str) -> Page:
    page = browser.new_page(viewport=SIZE, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address)
    page.wait_for_selector(".card")
    page.wait_for_timeout(600)
    return page


def _find(page: Page) -> None:
    for _ in range(8):
        page.wait_for_timeout(600)
        if page.locator(SHOWS_MUCH).count():
            return
        page.keyboard.press("j")


def _decide_some(page: Page) -> None:
    """A short shift: what each filter shows first, decided as its reason suggests."""
    for box, value, keys in SHIFT:
        page.get_by_label(box).select_option(value=json.dumps(value))
        page.wait_for_timeout(1200)
        for key in keys:
            page.keyboard.press(key)
            page.wait_for_timeout(500)
        page.get_by_label(box).select_option(value="")
        page.wait_for_timeout(600)
    page.wait_for_selector(".saved")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(database: Path, port: int) -> subprocess.Popen[bytes]:
    code = "import sys; from moderation.cli import main; sys.exit(main())"
    options = ["demo", "--db", f"sqlite:///{database}", "--port", str(port), "--moderator", "marta"]
    server = subprocess.Popen([sys.executable, "-c", code, *options])
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return server
    raise SystemExit("the demo did not start")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "images")
