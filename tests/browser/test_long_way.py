"""The long ones, for `make soak`: a slow line, a server that goes away, and every page read by axe."""

from __future__ import annotations

import dataclasses
import queue
import socket
import threading
import time
from pathlib import Path

import axe_playwright_python
import pytest

from moderation.records import Filter
from moderation.review import Desk
from moderation.store import open_store

pytestmark = pytest.mark.soak

DELAY_S = 0.25
# As in test_blind_decisions: what the last frame showed when the key went down.
WATCH = """
window.seen = null; window.aimed = [];
const cardIn = (node) => node.shadowRoot && node.shadowRoot.querySelector(".card");
const card = () => [...document.querySelectorAll("div")].map(cardIn).find(Boolean);
const frame = () => { const now = card(); window.seen = now ? now.dataset.item : null; requestAnimationFrame(frame); };
requestAnimationFrame(frame);
window.addEventListener("keydown", (event) => { if (event.key === "f") window.aimed.push(window.seen); }, true);
"""
PAGES = ("", "thread", "together", "insights", "handover", "decisions", "rules", "settings")


class SlowLine:
    """A port in front of a server that hands every byte on after a while, both ways."""

    def __init__(self, port: int) -> None:
        self.behind = port
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self.listening.accept()
                there = socket.create_connection(("127.0.0.1", self.behind))
            except OSError:
                if self.listening.fileno() == -1:
                    return
                here.close()
                continue
            for one, other in ((here, there), (there, here)):
                threading.Thread(target=self._pump, args=(one, other), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        late: queue.Queue[tuple[float, bytes]] = queue.Queue()
        threading.Thread(target=self._hand_on, args=(late, sink), daemon=True).start()
        data = b"-"
        while data:
            try:
                data = source.recv(65_536)
            except OSError:
                data = b""
            late.put((time.monotonic() + DELAY_S, data))

    def _hand_on(self, late: queue.Queue[tuple[float, bytes]], sink: socket.socket) -> None:
        while True:
            due, data = late.get()
            time.sleep(max(0.0, due - time.monotonic()))
            try:
                if not data:
                    sink.shutdown(socket.SHUT_RDWR)
                    return
                sink.sendall(data)
            except OSError:
                return

    def close(self) -> None:
        self.listening.close()


def test_no_blind_decision_over_a_slow_line_and_a_restart(serve, rows, screen):
    """Presses 60 ms apart, half a second from the server and back, which stops and starts: each counts, once."""
    server = serve(rows(120))
    line = SlowLine(server.port)
    slow = dataclasses.replace(server, port=line.port)
    desk = screen(slow, watch=WATCH)

    pressed = 0
    # As in test_blind_decisions: some more where a busy machine draws late, or the next comments are still under way.
    while pressed < 40 or (len(_aimed(desk)) < 30 and pressed < 400):
        if pressed == 20:
            server.stop()
        if pressed == 24:
            server.start()
            desk.page.wait_for_selector(".saved", timeout=120_000)
            desk.await_ready()
        desk.page.keyboard.press("f")
        desk.page.wait_for_timeout(60)
        pressed += 1
    desk.press("f")  # once it counts for certain: no press follows that could make up for it
    desk.page.wait_for_selector(".saved", timeout=120_000)
    line.close()
    desk.complaints.clear()  # of the server that was gone

    aimed = _aimed(desk)
    decided = [str(ruling.event.item) for ruling in server.rulings()]
    assert len(decided) == len(set(decided))
    assert decided == aimed
    assert len(decided) >= 30


def _aimed(desk) -> list[str]:
    """Return the comments that a key was aimed at, in order."""
    return list(dict.fromkeys(item for item in desk.page.evaluate("window.aimed") if item))


@pytest.fixture
def worked(serve, rows):
    """A queue in which something of everything has happened."""
    server = serve(rows(30))
    with open_store(server.url) as store:
        desk = Desk(store, "marta")
        for place, item in enumerate(desk.claim(Filter(), 12)):
            if place % 3:
                desk.approve(item.id, item.revision, item.version)
            else:
                desk.reject(item.id, item.revision, item.version, reason="spam")
        desk.release()
    return server


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_passes_axe(worked, screen, scheme):
    """WCAG 2.1 A and AA as far as axe can tell: names, roles, focus, contrast; with the reasons open, too."""
    # The marks that Vega draws for a dragged range have no name and take none; the slider below says and does the same.
    looked_at = "{ exclude: [['.vega-embed svg']] }"
    script = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
    opened = screen(worked, color_scheme=scheme)
    found = []
    for page in PAGES:
        opened.page.goto(f"{worked.address}/{page}")
        opened.page.locator("[data-test-script-state=notRunning]").wait_for(state="attached")
        opened.page.wait_for_timeout(4_000)  # what is drawn anew is faded at first, which axe would find too pale
        if not page:
            opened.press("d")
        opened.page.evaluate(script)
        result = opened.page.evaluate(
            f"axe.run({looked_at}, {{ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }})"
        )
        found += [(page, one["id"], node["target"]) for one in result["violations"] for node in one["nodes"]]
    opened.complaints.clear()  # Streamlit asks for pages of its own below a page's address, and gets none

    assert found == []
