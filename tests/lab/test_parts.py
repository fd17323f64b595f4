"""The parts of the lab that have a law of their own."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.errors import UsageError
from moderation.lab import bench
from moderation.lab.baseline import Share, falls, read_baseline, share_of_percent, write_baseline
from moderation.lab.bench import pumps
from moderation.lab.change.budget import MOVES, NAMES, overruns, read_budgets
from moderation.lab.change.sides import side_of
from moderation.lab.change.surprise import distance, profile
from moderation.lab.corpora.layers import LOCK, in_use
from moderation.lab.corpora.processes import in_order
from moderation.lab.masking import MASK, masked, pieces, plain
from moderation.lab.precision import wilson
from moderation.lab.revisions import folder_at
from moderation.lab.sample import draw
from moderation.normalise import fold
from moderation.records import Comment, Folded, Span
from moderation.rulebook import Rulebook

TEXTS = st.text(max_size=300)


@given(TEXTS, st.integers(0, 300), st.integers(1, 40))
def test_only_the_hit_can_be_read(text: str, start: int, length: int) -> None:
    """Of all that is not a hit no letter is left, and nothing that moves a cursor or hides text gets through."""
    span = Span(min(start, len(text)), min(start + length, len(text)))
    shown = pieces(text, [span] if span.start < span.end else [], show_text=False)

    assert all(set(piece.text) <= {MASK, " ", "…"} for piece in shown if not piece.hit)
    assert all(char.isprintable() for piece in shown for char in piece.text)
    if span.start < span.end:
        assert plain(text[span.start : span.end]).startswith("".join(piece.text for piece in shown if piece.hit)[:1])


@given(TEXTS)
def test_a_mask_keeps_the_shape(text: str) -> None:
    """Words stay apart, letters go."""
    assert len(masked(text)) <= len(text)
    assert not any(char.isalnum() for char in masked(text))


@given(st.integers(0, 200), st.integers(0, 200))
def test_an_interval_holds_its_share(right: int, more: int) -> None:
    """The share lies in its interval, inside 0 and 1, and more rulings make it narrower."""
    of = right + more
    found = wilson(right, of)
    if found is None:
        assert of == 0
        return
    low, high = found
    low4, high4 = wilson(right * 4, of * 4) or (0.0, 1.0)

    assert 0 <= low <= right / of + 1e-9
    assert right / of - 1e-9 <= high <= 1
    assert high4 - low4 < high - low


@pytest.mark.parametrize(("right", "of", "low", "high"), [(9, 10, 0.5958, 0.9821), (0, 5, 0.0, 0.4345)])
def test_the_interval_is_wilsons(right: int, of: int, low: float, high: float) -> None:
    """Two values worked out by hand from the formula."""
    assert wilson(right, of) == pytest.approx((low, high), abs=1e-4)


@given(st.sampled_from(NAMES), st.integers(0, 1000), st.integers(1, 1000))
def test_a_budget_is_compared_without_rounding(name: str, count: int, comments: int) -> None:
    """What is exactly at the budget is within it, one comment more is not."""
    (number,) = read_budgets(f"{name}={count}")
    (share,) = read_budgets(f"{name}=12.5%")
    for budget in (number, share):
        at, over = (_found(name, int(budget.allowed(comments)) + more) for more in (0, 1))
        assert overruns((budget,), comments, *at) == ()
        assert len(overruns((budget,), comments, *over)) == 1


def _found(name: str, count: int) -> tuple[dict[str, int], dict[str, int]]:
    """Counts and route changes of which a budget adds up to `count`."""
    routes = {"newly_held": "approve_to_review", "newly_released": "reject_to_approve"}
    return dict.fromkeys(NAMES, count), {routes.get(name, MOVES.get(name, "")): count}


@pytest.mark.parametrize("text", ["newly_held", "newly_held=-1", "newly_held=101%", "newly_held=1/0", "held=1"])
def test_what_is_no_budget_is_refused(text: str) -> None:
    """A mistyped gate must not be an open one."""
    with pytest.raises(UsageError):
        read_budgets(text)


def test_baselines_come_back_and_compare_whole_numbers(tmp_path: Path) -> None:
    """9,999 of 10,000 is not everything; a new rule and a gone one do not fall."""
    write_baseline(tmp_path / "b.json", {"a": Share(1, 1), "b": Share(9_999, 10_000), "gone": Share(1, 1)})
    before = read_baseline(tmp_path / "b.json")

    assert before["b"] == Share(9_999, 10_000)
    now = {"a": Share(9_999, 10_000), "b": Share(9_999, 10_000), "new": Share(0, 1)}
    assert [fall.name for fall in falls(now, before)] == ["a"]
    assert Share(9_999, 10_000).below(share_of_percent("100%"))
    assert not Share(1, 2).below(share_of_percent("50.0%"))


@given(st.lists(TEXTS, max_size=5), TEXTS)
def test_a_text_lies_at_no_distance_from_itself(others: list[str], text: str) -> None:
    """0 among others that hold it, 1 alone, and never outside."""
    profiles = [profile(one, ()) for one in others]

    assert distance(profile(text, ()), [*profiles, profile(text, ())]) == 0
    assert distance(profile(text, ()), []) == 1
    assert 0 <= distance(profile(text, ()), profiles) <= 1


def test_every_comment_has_the_same_chance() -> None:
    """A reservoir of 20 out of 100, over 400 seeds: no comment is drawn much oftener than another."""
    comments = [Comment("s", "t", str(n), "x") for n in range(100)]
    drawn = [one.place for seed in range(400) for one in draw(comments, 20, seed=seed)]

    counts = [drawn.count(place) for place in range(100)]
    assert sum(counts) == 8_000
    assert min(counts) > 45
    assert max(counts) < 115


def test_results_come_in_order() -> None:
    """From several processes, in the order of the items, one item or many."""
    numbers = list(range(7))

    assert list(in_order(abs, numbers, 2)) == list(in_order(abs, numbers, 1)) == numbers
    assert list(in_order(abs, [5], 2)) == [5]


def test_processes_leave_with_the_one_that_started_them() -> None:
    """Killed, it can tell them nothing; each of them holds its output, so that this ends once all are gone."""
    program = "import os, time; from moderation.lab.corpora.processes import in_order\n"
    program += "for _ in in_order(os.system, ['echo begun'] * 2, 2): time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.readline()
        running.kill()
        running.communicate(timeout=60)


@pytest.mark.parametrize("name", ["..", "/etc", "a/../../b"])
def test_a_folder_outside_any_repository_is_told(tmp_path: Path, name: str) -> None:
    """Where git knows nothing, the message says so; nothing is read."""
    with pytest.raises(UsageError), folder_at("main", tmp_path / str(random.random()) / name):
        pass


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    """Half a layer goes with the last run to leave: nobody is writing it; what is not ours stays."""
    for name in ("hits-1.arrow.7.tmp", "scores-1.arrow.9.tmp", "notes.txt"):
        (tmp_path / name).touch()

    with in_use(tmp_path):
        with in_use(tmp_path):
            pass
        assert (tmp_path / "hits-1.arrow.7.tmp").exists()

    assert sorted(path.name for path in tmp_path.iterdir()) == [LOCK, "notes.txt"]


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_worst_text_is_found_with_few_measurements(monkeypatch: pytest.MonkeyPatch, rounds: int) -> None:
    """Reading is taken off, a search that fails anywhere is told, and what cannot be the worst is matched once."""
    rule = next(rule for rule in side_of("builtin").rules if rule.id == "tox.shut-up")
    longest, worst = pumps(rule)[2], pumps(rule)[5]
    asked: list[str] = []

    def timed(book: Rulebook, texts: list[Folded]) -> tuple[float, int]:
        """Say that reading one text takes longest, that another costs the rule most, and that a third fails."""
        name = next((name for name in pumps(rule) if [fold(texts[0].original)] == bench._flood(name)), "ordinary")
        asked.append(name)
        reading = 5.0 if name == longest else 1.0
        own = {longest: 0.5, worst: 3.0}.get(name, 0.1) if book.rules else 0.0
        return reading + own, int(name == pumps(rule)[0])

    monkeypatch.setattr(bench, "_timed", timed)
    (cost,) = bench.bench([rule], ["a text"], rounds=rounds)

    assert (cost.worst, cost.milliseconds, cost.failed) == (worst, 3_000, True)
    assert len([name for name in asked if name not in ("ordinary", longest, worst)]) == len(pumps(rule)) - 2
