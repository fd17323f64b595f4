"""An estimate is one measurement, told in hours, money and rates that fit each other."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from moderation.batch import Estimate, Request, estimate
from moderation.batch import costs as costing
from moderation.batch.costs import Cost
from moderation.cli.estimating import estimated
from moderation.pipeline import Pipeline, load_pipeline
from moderation.records import Comment, Context, Verdict

TEXTS = ["you idiot", "a fine day for a walk", "12345", "Guten Tag, wie geht es dir?"]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Estimate:
    """An estimate of 120 comments over four days, on three cores at 0.20 an hour."""
    path = tmp_path_factory.mktemp("dump") / "d.jsonl"
    rows = [{"id": str(n), "text": TEXTS[n % 4], "created_at": f"2024-03-0{1 + n // 30}T00:00:00Z"} for n in range(119)]
    rows.append({"id": "last", "text": "a walk", "created_at": "2024-03-05T00:00:00Z"})
    path.write_text("\n".join(map(json.dumps, rows)))
    return estimate(Request((str(path),), jobs=3), core_hour_price=0.2)


def test_hours_times_rate_is_the_number_of_comments(found: Estimate) -> None:
    """For each classifier that is here, for the whole input and for a million."""
    told = found.as_json()

    assert len(told["costs"]) == len({cost["classifier"] for cost in told["costs"]}) >= 3
    for cost in told["costs"]:
        a_core_hour = cost["comments_per_core_second"] * 3600
        assert cost["hours"] * 3 * a_core_hour == pytest.approx(120)
        assert cost["hours_per_million"] * 3 * a_core_hour == pytest.approx(1_000_000)
        assert cost["cost"] == pytest.approx(cost["hours"] * 3 * 0.2)
        assert cost["cost_per_million"] == pytest.approx(cost["hours_per_million"] * 3 * 0.2)


def test_the_chosen_classifier_is_told_of_once(found: Estimate) -> None:
    """Its rate above the table is that of the table's first row."""
    first = found.costs[0]

    assert found.comments_per_second == pytest.approx(1 / first.seconds)
    assert found.scoring_seconds == pytest.approx(first.hours(120, 1) * 3600)
    assert found.scoring_seconds * found.comments_per_second == pytest.approx(120)


def test_every_number_lies_where_it_can_lie(found: Estimate) -> None:
    """Nothing is held that was not looked at, nothing timed that is not in the half of the slice that is timed."""
    assert (found.comments, found.slice, found.days) == (120, 120, 4)
    assert 0 < found.held <= found.slice - found.rejected
    assert 0 < found.share_held < 1
    assert all(0 < count <= found.held for count in found.by_reason.values())
    assert all(0 < cost.timed <= 60 and cost.seconds > 0 for cost in found.costs)
    assert found.hours_in_all == pytest.approx(found.held * found.seconds_per_decision / 3600)
    assert found.held_per_day == pytest.approx(found.held / 4)
    assert found.hours_per_day == pytest.approx(found.hours_in_all / 4)


def test_a_person_reads_the_numbers_of_the_json(found: Estimate) -> None:
    """The same rates and the same money, as far as they are printed."""
    said = estimated(replace(found, comments=100_000_000)).splitlines()
    for cost in found.costs:
        row = next(line for line in said if line.startswith(cost.classifier))
        rate, hours, price, million = (float(cell.replace(",", "")) for cell in re.split(r"\s+", row)[1:])
        assert rate == pytest.approx(1 / cost.seconds, abs=1)
        assert hours == pytest.approx(cost.hours(100_000_000, 3), abs=0.01)
        assert price == pytest.approx(cost.price(100_000_000, 0.2), abs=0.001)
        assert million == pytest.approx(price / 100, abs=0.002)


@pytest.mark.parametrize("cores", [1, 2, 16])
def test_cores_make_it_sooner_and_not_cheaper(cores: int) -> None:
    """A core-hour is a core-hour, however many run beside each other."""
    cost = Cost("ngram.v1", 0.0001, 2000)

    assert cost.hours(36_000_000, cores) * cores == pytest.approx(1)
    assert cost.as_json(36_000_000, cores, 0.05)["cost"] == pytest.approx(0.05)


class _Timed:
    """A pipeline of which each comment takes so many seconds of a clock that stands still otherwise."""

    def __init__(self, pipeline: Pipeline, each: float) -> None:
        self.judges, self._pipeline, self._each, self.now = pipeline.judges, pipeline, each, 0.0

    def judge(self, comments: Sequence[Comment], contexts: Sequence[Context]) -> list[Verdict]:
        self.now += self._each * len(comments)
        return self._pipeline.judge(comments, contexts)


@pytest.mark.parametrize(
    ("each", "rows", "timed"),
    [(0.0001, 1000, 500), (0.1, 1000, 25), (0.01, 1000, 225), (0.001, 1, 1), (0.001, 2, 1), (0.001, 0, 0)],
)
def test_a_comment_costs_what_it_takes_and_what_reading_it_took(
    monkeypatch: pytest.MonkeyPatch, each: float, rows: int, timed: int
) -> None:
    """Of a slow classifier no more is timed than the second that it is given, and one bite."""
    pipeline = _Timed(load_pipeline(classifier="constant.v1", language="en"), each)
    monkeypatch.setattr(costing.time, "process_time", lambda: pipeline.now)
    slice_ = [(Comment(source="s", thread_id="t", id=str(n), text="a walk"), Context()) for n in range(rows)]
    cost = next(costing.costs(pipeline, {}, slice_, 0.0005))

    assert cost.timed == timed
    assert cost.seconds == pytest.approx((each if rows else 0) + 0.0005)


def test_an_estimate_of_nothing_divides_by_nothing(tmp_path: Path) -> None:
    """No comments, no share, no rate, and words for it."""
    (tmp_path / "d.jsonl").write_text("")
    found = estimate(Request((str(tmp_path / "d.jsonl"),)))

    assert (found.comments, found.share_held, found.hours_in_all, found.days) == (0, 0, 0, None)
    assert [cost["comments_per_core_second"] for cost in found.as_json()["costs"]] == [None] * len(found.costs)
    assert estimated(found).startswith("0 comments")
