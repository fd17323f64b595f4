"""What the tests of the pages share: a queue to draw, and pages that are run without a browser."""

from __future__ import annotations

import json
import sys

import pytest
from streamlit.testing.v1 import AppTest

from moderation.app import settings
from moderation.store import open_store

RUN_SECONDS = 60


@pytest.fixture(autouse=True)
def _main_left_as_it_was(monkeypatch):
    """AppTest puts a page's script in the place of the main module, which every new process runs again."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture
def url(tmp_path, monkeypatch):
    """A database's URL, as the queue is started with it."""
    here = f"sqlite:///{tmp_path / 'queue.db'}"
    monkeypatch.setenv(settings.DATABASE, here)
    monkeypatch.setenv(settings.MODERATOR, "marta")
    monkeypatch.setenv(settings.RULES, str(tmp_path))
    open_store(here).close()
    return here


@pytest.fixture
def filled(url, scored):
    """The same with twelve comments, ten of them held, on two days."""
    with open_store(url) as store:
        store.add(
            [
                scored(n, f"text {n}", "review" if n <= 10 else "approve", created_at=f"2026-11-0{1 + n % 2}T08:00:00Z")
                for n in range(1, 13)
            ]
        )
    return url


def page_of(module: str) -> AppTest:
    """A page that has not been drawn yet."""
    return AppTest.from_function(_draw, default_timeout=RUN_SECONDS, args=(module,))


def _draw(module: str) -> None:
    import importlib

    importlib.import_module(f"moderation.app.pages.{module}").draw()


def run(module: str) -> AppTest:
    """A page that has been drawn, without an exception."""
    page = page_of(module).run()
    assert not page.exception
    return page


def sent_to(page: AppTest, component: str) -> dict:
    """What a page sent to a component of ours."""
    found = [node for node in page.main if getattr(node.proto, "component_name", "") == component]
    return json.loads(found[0].proto.json)


def some(scored, count: int) -> list:
    """So many comments that wait for a person."""
    return [scored(n, f"text {n}", "review") for n in range(1, count + 1)]
