"""Scored rows to sums: right, in the order of what one can be sure of, and harmless to open."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from moderation.errors import InputError
from moderation.interval import wilson
from moderation.rollup import Source, as_csv, as_html, as_json, roll_up
from moderation.rollup.charts import MOMENT, SIDE, WIDE, bars
from moderation.rollup.sums import Bin

BEGIN = datetime(2026, 11, 16, tzinfo=UTC)
HOSTILE = "=cmd|'<img src=x onerror=alert(1)>"


def _rows() -> list[dict]:
    chance = random.Random(4)
    rows = []
    for number in range(300):
        thread = chance.choice(["calm", "calm", "hot", HOSTILE])
        route = "review" if (thread == "hot" and chance.random() < 0.7) or chance.random() < 0.05 else "approve"
        rows.append(
            {
                "id": str(number),
                "thread_id": thread,
                "toxicity": None if number % 10 == 0 else round(chance.random(), 3),
                "route": None if number == 7 else route,
                "priority": round(chance.random(), 3),
                "reasons": ["toxicity>=0.80"] if route == "review" else [],
                "status": "skipped" if number == 7 else "failed" if number == 8 else "scored",
                "user": chance.choice(["Ann", "Bob", None]),
                "created_at": (BEGIN + timedelta(minutes=17 * number)).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "body": f"words {number} <b>",
            }
        )
    return rows


ROWS = _rows()
FIELDS = {"author": "user", "text": "body"}


@pytest.fixture
def scored(tmp_path: Path) -> Source:
    """Three hundred scored rows of which one was deleted upstream."""
    path = tmp_path / "scored.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)))
    return Source(path, FIELDS)


def test_sums_are_those_of_the_rows(scored: Source) -> None:
    """Counts, means over what has a score, times, the worst, and the stretches of time, each counted by hand."""
    found = roll_up(scored, ("thread", "author"))
    hot = next(group for group in found.groups["thread"] if group.key == "hot")
    rows = [row for row in ROWS if row["thread_id"] == "hot" and row["status"] != "skipped"]
    held = [row for row in rows if row["route"] == "review"]
    measured = [row["toxicity"] for row in rows if row["toxicity"] is not None]

    assert (hot.comments, hot.held, hot.measured) == (len(rows), len(held), len(measured))
    assert hot.mean_toxicity == pytest.approx(sum(measured) / len(measured))
    assert hot.interval == wilson(len(held), len(rows))
    worst = sorted(held, key=lambda row: -row["priority"])[:3]
    assert [(one.id, one.text) for one in hot.worst] == [(row["id"], None) for row in worst]
    assert (found.whole.comments, found.whole.failed) == (299, 1)
    assert sum(one.comments for one in found.course) == 299
    assert sum(one.held for one in found.courses["thread"]["hot"]) == len(held)
    assert {group.key for group in found.groups["author"]} == {"Ann", "Bob"}


def test_one_held_comment_of_one_is_no_hot_thread(tmp_path: Path) -> None:
    """Groups are ordered by what one can be sure of."""
    path = tmp_path / "scored.jsonl"
    once = [{**ROWS[0], "thread_id": "once", "route": "review"}]
    often = [{**ROWS[0], "thread_id": "often", "route": "review" if n < 6 else "approve"} for n in range(10)]
    path.write_text("\n".join(map(json.dumps, once + often)))

    assert [group.key for group in roll_up(Source(path), ("thread",)).groups["thread"]] == ["often", "once"]


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_every_format_has_the_same_sums(scored: Source, ending: str) -> None:
    """As `moderation score` writes them: empty cells for null in CSV, text columns in Parquet."""
    path = scored.path.with_suffix(ending)
    if ending == ".csv":
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(ROWS[0]))
            writer.writeheader()
            writer.writerows({**row, "reasons": " ".join(row["reasons"])} for row in ROWS)
    else:
        pq.write_table(pa.Table.from_pylist(ROWS), path)

    kinds = ("thread", "author")
    assert as_json(roll_up(Source(path, FIELDS), kinds)) == as_json(roll_up(scored, kinds))


def test_names_are_harmless_in_a_page_and_in_a_spreadsheet(scored: Source) -> None:
    """The page has no script and no markup of others; a cell that a spreadsheet would run is text."""
    found = roll_up(scored, ("thread", "author"), with_text=True)
    page, cells = as_html(found), list(csv.DictReader(io.StringIO(as_csv(found, "thread").decode())))

    assert "<script" not in page
    assert "<img" not in page
    assert "words 1 <b>" not in page
    assert "&lt;b&gt;" in page
    assert "default-src 'none'" in page
    assert f"'{HOSTILE}" in {row["thread"] for row in cells}


def test_on_a_telephone_each_line_says_its_own_heads(scored: Source) -> None:
    """There the table's head is hidden and its lines are cards; the words are the same in both."""
    page = as_html(roll_up(scored, ("thread",), with_text=False))
    heads = re.findall(r"<th[^>]*>([^<]+)</th>", page)
    line = re.search(r"<tbody><tr>.*?</tr>", page)

    assert line is not None
    assert re.findall(r'data-is="([^"]+)"', line[0]) == heads[1:]


def test_texts_are_shown_only_when_asked_for(scored: Source) -> None:
    """Neither the page nor the table holds a word of a comment."""
    found = roll_up(scored, ("thread", "author"))

    assert "words" not in as_html(found)
    assert b"words" not in as_json(found) + as_csv(found, "author")
    assert b"words" in as_json(roll_up(scored, ("thread",), with_text=True))


def test_without_times_there_is_no_course_and_no_error(tmp_path: Path) -> None:
    """A dump without times has sums all the same; a file without routes is refused by name."""
    path = tmp_path / "scored.jsonl"
    path.write_text("\n".join(json.dumps({**row, "created_at": None}) for row in ROWS))
    found = roll_up(Source(path), ("thread",))
    assert (found.course, found.whole.comments) == ((), 299)
    assert "no course" in as_html(found)

    path.write_text('{"id": "1", "text": "x"}\n')
    with pytest.raises(InputError, match="no column `route`"):
        roll_up(Source(path), ("thread",))


@pytest.mark.parametrize("count", range(1, 60))
def test_no_moment_under_the_bars_is_cut_off_by_the_edge(count: int) -> None:
    """The first is always there, and the last begins where there is room for it."""
    drawn = bars([Bin(3600 * n, 5, 2) for n in range(count)], 3600)
    places = [float(x) for x in re.findall(r'<text x="([0-9.]+)"', drawn)]

    assert places[0] == SIDE
    assert places[-1] + MOMENT <= WIDE
