"""Views of the queue, personal data, keys: what an address, a text or a person may hold."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.app.keys import PRESETS, chosen_keys, problem_of
from moderation.app.pages.asked import QUEUES, Asked, as_json, read_asked
from moderation.app.panel.personal import covered
from moderation.policy import load_policy
from moderation.taxonomy import LABELS, SORTS

TEXTS = st.none() | st.text(min_size=1, max_size=20)
VIEWS = st.builds(
    Asked,
    queue=st.sampled_from(list(QUEUES)),
    reason=TEXTS,
    label=st.none() | st.sampled_from(LABELS),
    thread=st.none() | st.tuples(st.text(max_size=9), st.text(max_size=9)),
    author=st.none() | st.tuples(st.text(max_size=9), TEXTS, st.text(min_size=1, max_size=9)),
    age=st.sampled_from([None, "1h", "older"]),
    words=st.none() | st.just('"two words" -third'),
    sort=st.sampled_from(SORTS),
    seed=st.integers(0, 99_999),
    item=st.none() | st.integers(0, 2**53 - 1),
    start=st.integers(0, 999),
)


@given(VIEWS)
def test_a_view_survives_its_address(view):
    """What goes into an address comes out of it."""
    assert read_asked(as_json(view)) == view


@given(st.dictionaries(st.sampled_from(list(as_json(Asked()))), st.text() | st.lists(st.integers()) | st.none()))
def test_no_address_is_too_odd(given_address):
    """Whatever an address says gives a filter."""
    assert read_asked(given_address).filter(load_policy()).state in {"pending", "approved", "rejected", "escalated"}


def test_ages_are_bounds():
    """The last day is a bound below, older than a week one above."""
    now = datetime(2026, 11, 20, tzinfo=UTC)

    assert Asked(age="24h").filter(load_policy(), now).since == "2026-11-19T00:00:00.000Z"
    assert Asked(age="older").filter(load_policy(), now).before == "2026-11-13T00:00:00.000Z"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("write to jo.doe+x@mail.example.org now", "write to •••••••• now"),
        ("call 0171 555 0188, or +44 (0)20 7946 0018!", "call ••••••••, or ••••••••!"),
        ("+1 555-010-9999", "••••••••"),
        ("555-010-9999", "••••••••"),
        ("on 2026-11-20 we paid 1,200,000 for 12345678 bricks", None),
        ("01/02/2026 and 10.11.2026", None),
        ("@somebody said 3.141592653", None),
        ("https://news.example/2026/11/20/0171555018", None),
    ],
)
def test_personal_data_is_covered(text, shown):
    """Mail addresses and telephone numbers are dots; dates, sums and addresses of pages stay."""
    assert covered(text) == (text if shown is None else shown)


def test_presets_are_sound_and_own_keys_are_checked():
    """No preset contradicts itself; a key that is taken twice or belongs to somebody else is told."""
    assert [problem_of(keys) for keys in PRESETS.values()] == [None, None]
    usual = dict(PRESETS["coral"])
    assert "two things" in (problem_of({**usual, "skip": "f"}) or "")
    assert "R is taken" in (problem_of({**usual, "skip": "r"}) or "")
    assert "needs a key" in (problem_of({**usual, "undo": ""}) or "")
    assert chosen_keys({"approve": "a"})["approve"] == "a"
    assert chosen_keys({"approve": "d"}) == chosen_keys("nonsense") == usual
