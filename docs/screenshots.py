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

from moderation.shipped import shipped

SIZE = {"width": 1400, "height": 900}
PHONE = {"width": 390, "height": 844}
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
# A comment that shows much at once, and nothing that a README should not show.
SHOWS_MUCH = ".columns:has(mark):has(.above):not(:has(.card .severe_toxicity, .card .sexual_explicit))"

SHIFT = (
    ("Label", "spam", ("d", "5", "d", "6", "d", "5")),
    ("Reason", "language-not-covered", ("f", "f", "s")),
    ("Label", "threat", ("e",)),
    ("Label", "misinformation_cue", ("f", "z", "d", "7")),
)


PAGES = (
    ("Threads", "thread"), ("Many", "together"), ("Insights", "insights"), ("Handover", "handover"),
    ("Decisions", "decisions"), ("Settings", "settings"),
)  # fmt: skip
WISH = {
    "Words or phrases to find": "numpty(s)",
    "Phrases to spare": "numpty of the year",
    "Comments that it must find": "You utter numpty.",
    "Comments that it must spare": "You are the numpty of the year.",
}
TRIED = "Shut up, you utter 1diot, and text me on my number."
MOCKERY = """format: 1
rules:
- id: tox.mockery
  title: Mocks people instead of saying what they did
  category: toxicity
  score: 0.3
  why: Your comment mocks people instead of saying what they did.
  match: {terms: [joke of a, joke, clueless, hack]}
  tests: {match: [What a joke of a council.], no_match: [A walk by the river.]}
"""
CODE = "import sys; from moderation.cli import main; sys.exit(main())"


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
            _report(browser, Path(scratch), folder)
        finally:
            browser.close()
            server.terminate()
            server.wait()


def _take(browser: Browser, address: str, folder: Path) -> None:
    for scheme in ("light", "dark"):
        page = _open(browser, address, scheme)
        page.get_by_label("Label").select_option(value='"insult"')
        page.wait_for_timeout(1200)
        _find(page)
        page.screenshot(path=folder / f"queue-{scheme}.png")
        if scheme == "light":
            page.keyboard.press("d")
            page.wait_for_timeout(300)
            page.screenshot(path=folder / "reject-light.png")
        page.close()
    phone = browser.new_page(viewport=PHONE, color_scheme="dark")
    phone.goto(address)
    phone.wait_for_selector(".card")
    phone.wait_for_timeout(1200)
    phone.keyboard.press("j")  # past what no documentation should show
    phone.wait_for_timeout(600)
    phone.screenshot(path=folder / "phone-dark.png")
    phone.close()
    page = _open(browser, address, "light")
    _decide_some(page)
    page.close()
    for scheme in ("light", "dark"):
        page = _open(browser, address, scheme)
        for name, picture in PAGES:
            page.get_by_role("link", name=name).click()
            _settle(page)
            page.screenshot(path=folder / f"{picture}-{scheme}.png")
        page.get_by_role("link", name="Rules").click()
        page.wait_for_selector("[data-testid=stDataFrame]")
        page.wait_for_timeout(1500)
        page.screenshot(path=folder / f"rules-{scheme}.png")
        _read(page)
        page.screenshot(path=folder / f"rules-read-{scheme}.png")
        _try(page)
        page.screenshot(path=folder / f"rules-try-{scheme}.png")
        _wish(page)
        page.screenshot(path=folder / f"rules-wish-{scheme}.png")
        _people(page)
        page.screenshot(path=folder / f"people-{scheme}.png")
        page.close()


def _read(page: Page) -> None:
    """The rule that found most."""
    # The table is a canvas: its boxes can only be found by their place.
    page.locator("[data-testid=stDataFrame]").click(position={"x": 18, "y": 52})
    page.wait_for_selector("text=Last change")
    page.get_by_text("It spares").scroll_into_view_if_needed()
    _settle(page)


def _try(page: Page) -> None:
    """All rules on one text, and one rule on the comments of the demo."""
    page.get_by_text("Try a rule", exact=True).click()
    page.get_by_label("A comment").fill(TRIED)
    page.get_by_role("button", name="Try", exact=True).click()
    page.wait_for_selector("text=tox.personal-insult")
    _choose(page, -1, "spam.phone-contact")
    page.get_by_role("button", name="Run").click()
    page.wait_for_selector("text=stand approved")
    _settle(page)


def _wish(page: Page) -> None:
    """A moderator's wish for the rule of insults, the patch that comes of it, and what it would do."""
    page.get_by_text("Change a rule", exact=True).click()
    page.get_by_role("button", name="Check and test").wait_for()
    _choose(page, 0, "tox.personal-insult")
    for label, text in WISH.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Check and test").click()
    page.wait_for_selector("text=go as they should")
    page.get_by_role("button", name="Try it on the latest").click()
    page.wait_for_selector("text=Newly caught:")
    page.get_by_role("heading").first.scroll_into_view_if_needed()
    _settle(page)


def _people(page: Page) -> None:
    """The team, and somebody who was just added."""
    page.get_by_role("link", name="Settings").click()
    page.get_by_text("People", exact=True).click()
    page.wait_for_selector("text=Latest changes")
    _settle(page)
    if not page.get_by_text("Anna: let in").count():
        page.get_by_label("Signs in as").fill("anna@daily.example")
        page.get_by_label("Name that others see").fill("Anna")
        page.get_by_role("button", name="Add", exact=True).click()
        page.wait_for_selector("text=Anna is")
    _settle(page)


def _choose(page: Page, place: int, rule: str) -> None:
    """Choose a rule in a box of rules, and wait until the page is drawn for it: the boxes below are others then."""
    box = page.get_by_role("combobox", name="Rule").nth(place)
    box.click()
    box.fill(rule)
    page.get_by_role("option", name=rule).first.click()
    _settle(page)


def _settle(page: Page) -> None:
    """Wait until Streamlit has run the page and drawn all of it."""
    page.wait_for_timeout(400)  # until it has begun
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    # What is still to be drawn holds its place in grey: on a busy machine for seconds.
    page.wait_for_function("() => !document.querySelector('[data-testid=stSkeleton]')")
    page.wait_for_timeout(1200)


def _report(browser: Browser, scratch: Path, folder: Path) -> None:
    """What a diff of the shipped rules, with one word more, does to the sample dump, as the page that reviewers get."""
    rules, corpus, report = scratch / "more-words", scratch / "comments.jsonl", scratch / "report.html"
    shutil.copytree(shipped("rules"), rules)
    shutil.copyfile(shipped("seeds") / "gazette.jsonl", corpus)
    draft = rules / "toxicity" / "mockery.yaml"
    draft.write_text(MOCKERY, encoding="utf-8")
    options = ["--corpus", str(corpus), "--html", str(report), "--budget", "newly_held=2%,approved_to_reject=0"]
    subprocess.run(
        [sys.executable, "-c", CODE, "rules", "diff", "builtin", rules.name, *options], cwd=scratch, check=True
    )
    for scheme in ("light", "dark"):
        page = browser.new_page(viewport=SIZE, color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(report.as_uri())
        page.screenshot(path=folder / f"diff-{scheme}.png")
        page.close()


def _open(browser: Browser, address: str, scheme: str) -> Page:
    page = browser.new_page(viewport=SIZE, color_scheme=scheme)  # type: ignore[arg-type]
    page.set_default_timeout(120_000)
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
        page.get_by_label(box, exact=True).select_option(value=json.dumps(value))
        page.wait_for_timeout(3500)
        for key in keys:
            page.keyboard.press(key)
            page.wait_for_timeout(1000)
        page.get_by_label(box, exact=True).select_option(value="")
        page.wait_for_timeout(2500)
    page.wait_for_selector(".saved")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(database: Path, port: int) -> subprocess.Popen[bytes]:
    options = ["demo", "--db", f"sqlite:///{database}", "--port", str(port), "--moderator", "marta"]
    # As an installed package shows its rules, which lie in no repository; who committed last is no news.
    outside = {**os.environ, "GIT_DIR": os.devnull}
    server = subprocess.Popen([sys.executable, "-c", CODE, *options], env=outside)
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
