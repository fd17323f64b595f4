"""An open store on each database."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from moderation.store import Store, open_store


@pytest.fixture
def store(database_url: str, clock: Callable) -> Iterator[Store]:
    """A store whose clock stands still."""
    with open_store(database_url, clock=clock) as opened:
        yield opened
