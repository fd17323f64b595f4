"""A real server started by the real command, and a real browser in front of it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from moderation.records import Article, Evidence
from moderation.store import Ruling, Scored, open_store
from tests.conftest import free_port

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SERVER_SECONDS = 90
# What bounds a hang: no page takes as long, however busy the machine.
PATIENCE_MS = 60_000
# Two frames: the first may have been under way already.
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
# Whether a key would count: the comment in view is painted, and one that came up by itself has been there for a while.
READY = """() => {
    for (const node of document.querySelectorAll("div")) {
        const desk = node.shadowRoot && node.shadowRoot.moderationDesk;
        if (desk && desk.current()) return desk.isSeen(desk.current());
    }
    return true;
}"""
# So that a key which the browser has lost on its way is told from one that the panel did not heed.
HEARD = "window.keysHeard = 0; window.addEventListener('keydown', () => { window.keysHeard += 1; }, true);"

RULE = """format: 1
rules:
- id: tox.test-rule
  title: A rule of the tests
  about: It is there to be shown.
  category: toxicity
  status: stable
  score: 0.9
  action: review
  falsepositives: [tests]
  match: {terms: [testword]}
  tests: {match: [testword], no_match: [nothing of it]}
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything that lies here."""
    here = str(Path(__file__).parent)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium: the one that CHROMIUM names, or the system's."""
    found = os.environ.get("CHROMIUM") or next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium here; set CHROMIUM to one")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for the session."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@dataclass
class Server:
    """`moderation queue` in a process of its own, over a database of its own."""

    url: str
    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    known: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text(encoding="utf-8")

    def start(self) -> None:
        call = "import sys; from moderation.cli import main; sys.exit(main())"
        options = [
            "queue",
            "--db",
            self.url,
            "--port",
            str(self.port),
            "--moderator",
            "marta",
            "--rules",
            str(self.folder),
        ]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen([sys.executable, "-c", call, *options], stdout=log, stderr=log)
        deadline = time.monotonic() + SERVER_SECONDS
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log
            try:
                urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=5).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(f"no server after {SERVER_SECONDS} s:\n{self.log}")

    def ask_to_stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)

    def stop(self) -> None:
        self.ask_to_stop()
        if self.process is not None:
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None

    def mark(self) -> None:
        """Count from here: earlier rulings are another test's."""
        self.known = 0
        self.known = len(self.rulings())

    def rulings(self) -> list[Ruling]:
        """The rulings since the mark, oldest first."""
        with open_store(self.url) as store:
            return list(store.history())[self.known :]

    def await_rulings(self, count: int, seconds: float = 60) -> list[Ruling]:
        """Wait until there are `count` rulings, or fail with what there is."""
        deadline = time.monotonic() + seconds
        while len(found := self.rulings()) < count and time.monotonic() < deadline:
            time.sleep(0.1)
        assert len(found) == count, [ruling.event.kind for ruling in found]
        return found


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Start a server over rows: `serve(rows, articles=())`; it stops when the session ends."""
    servers: list[Server] = []

    def start(rows: list[Scored], articles: tuple[Article, ...] = ()) -> Server:
        folder = tmp_path_factory.mktemp("server")
        (folder / "rules.yaml").write_text(RULE, encoding="utf-8")
        server = Server(f"sqlite:///{folder / 'queue.db'}", folder)
        with open_store(server.url) as store:
            for article in articles:
                store.add_article(article)
            store.add(rows)
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:  # all at once: each takes half a second to end
        server.ask_to_stop()
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def _kept() -> list[Server]:
    return []


@pytest.fixture
def server(serve: Callable[..., Server], rows: Callable[..., list[Scored]], _kept: list[Server]) -> Server:
    """The server that most tests share, a start takes seconds: 400 comments, of which each test decides a few."""
    if not _kept:
        article = Article("wire", "wire.example", "t1", title="A title", url="https://wire.example/story")
        _kept.append(serve(rows(400, url="HTTPS://wire.example/story#comments"), (article,)))
    _kept[0].mark()
    return _kept[0]


class Screen:
    """A page with the queue on it, and a log of all that it asked for and complained about."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page, self.server = page, server
        page.set_default_timeout(PATIENCE_MS)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._heard)

    def _heard(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def open(self, path: str = "/") -> Screen:
        self.page.goto(self.server.address + path)
        self.page.wait_for_selector(".card, .nothing, .ledger")
        self.await_ready()
        return self

    def await_ready(self) -> None:
        """Wait until a key counts for the comment in view, if there is one."""
        self.page.wait_for_function(READY)

    def press(self, *keys: str, gap_ms: int = 90) -> None:
        """Press keys one after the other, each once what the last one changed is painted, and counts."""
        for key in keys:
            self.page.evaluate(PAINTED)
            self.await_ready()
            heard = self.page.evaluate("window.keysHeard")
            self.page.keyboard.press(key)
            self.page.wait_for_function("heard => window.keysHeard > heard", arg=heard)
            self.page.wait_for_timeout(gap_ms)

    @contextmanager
    def uncovered(self, seconds: float = 60) -> Iterator[None]:
        """V is held down, which a keyboard repeats, until what was covered shows; let go at the end."""
        deadline = time.monotonic() + seconds
        self.page.keyboard.down("v")
        while not self.page.locator(".cover-real").first.is_visible() and time.monotonic() < deadline:
            self.page.wait_for_timeout(30)
            self.page.keyboard.down("v")
        yield
        self.page.keyboard.up("v")

    def shown(self) -> str:
        """The item on the screen, as its id."""
        return self.page.locator(".card").get_attribute("data-item") or ""

    def await_saved(self) -> None:
        self.page.wait_for_selector(".saved")

    def outside(self) -> list[str]:
        """What was asked of anybody but our own server."""
        own = (self.server.address, self.server.address.replace("http", "ws"), "data:", "blob:")
        return [url for url in self.requests if not url.startswith(own)]


@pytest.fixture
def screen(browser: Browser) -> Iterator[Callable[..., Screen]]:
    """Open the queue: `screen(server, watch=script to run first, **options of the page)`; no page may complain."""
    screens: list[Screen] = []

    def open_screen(server: Server, path: str = "/", *, watch: str = "", **options: Any) -> Screen:
        page = browser.new_page(**{"viewport": {"width": 1360, "height": 860}, **options})
        page.add_init_script(HEARD + watch)
        screens.append(Screen(page, server))
        return screens[-1].open(path)

    yield open_screen
    for opened in screens:
        opened.page.close()
        assert opened.complaints == []


@pytest.fixture
def rows(scored: Callable[..., Scored]) -> Callable[..., list[Scored]]:
    """Makes rows that differ: `rows(count)`, each held for its toxicity."""

    def make(count: int, **fields: Any) -> list[Scored]:
        return [
            scored(
                number,
                f"Comment number {number} says what it has to say.",
                verdict={"evidence": (Evidence("toxicity", 0, 7, "constant.v1", 0.5),)},
                author=f"Author {number}",
                created_at="2026-11-01T08:00:00Z",
                **fields,
            )
            for number in range(1, count + 1)
        ]

    return make
