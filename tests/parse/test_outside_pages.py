"""The parser on pages that are not ours; collected only where MODERATION_DATA names them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from benchmarks.parse_plain_pages import Counts, count, marked_pages
from moderation.parse.encoding import decode
from moderation.parse.plain.page import parse_page
from moderation.records import Page

DATA = Path(os.environ["MODERATION_DATA"])
SEEDS = DATA / "seeds"
MARKED = DATA / "data" / "parser" / "plain_pages"
BOILERPLATE: dict[str, list[dict[str, Any]]] = json.loads((SEEDS / "boilerplate.json").read_text(encoding="utf-8"))
(GOLD_FILE,) = SEEDS.glob("*_gold.json")
GOLD: dict[str, Any] = json.loads(GOLD_FILE.read_text(encoding="utf-8"))
KINDS = {"headline": "headline", "promo": "promo", "link stub": "promo", "reporting credit": "credit"}
KINDS |= {"photo caption": "caption", "inline source tag": "body"}
KINDS |= {"correction notice": "furniture", "comments heading": "furniture", "spoiler marker": "furniture"}


def page(name: str) -> tuple[str, Page]:
    text = decode((SEEDS / name).read_bytes()).text
    return text, parse_page(text, source="plain", thread_id=name)


@pytest.mark.parametrize("name", sorted(BOILERPLATE))
def test_boilerplate_is_typed(name: str):
    """Every line that a person marked as no article text is a block of that kind."""
    text, parsed = page(name)
    kinds = {text.count("\n", 0, block.start or 0) + 1: block.kind for block in parsed.article.blocks}
    wanted = {
        entry["line"]: next(KINDS[kind] for kind in KINDS if entry["kind"].startswith(kind))
        for entry in BOILERPLATE[name]
    }
    assert {line: kinds[line] for line in wanted} == wanted


@pytest.mark.parametrize("name", sorted(set(BOILERPLATE) - {GOLD["file"]}))
def test_pages_without_comments(name: str):
    """Pages without comments give none."""
    assert page(name)[1].comments == ()


@pytest.mark.parametrize("number", range(len(GOLD["comments"])))
def test_comment_is_that_of_the_gold(number: int):
    """Text, author and addressee are those of the gold, or of its other reading where it has one."""
    text, parsed = page(GOLD["file"])
    found, wanted = parsed.comments[number], GOLD["comments"][number]
    other = wanted.get("alternative", {})
    lines = tuple(text.count("\n", 0, at or 0) + 1 for at in (found.start, found.end))
    assert text[found.start : found.end] == found.text
    assert list(lines) in (wanted["text_lines"], other.get("text_lines"))
    if lines == tuple(wanted["text_lines"]):
        assert (found.start, found.end) == (wanted["char_start"], wanted["char_end"])
    assert found.author == wanted["author"] or (found.author is None and wanted["author_confidence"] == "low")
    assert found.reply_to == wanted["mention"]


def test_count_is_explained():
    """The declared number is kept, and the notice says how it and the records go together."""
    parsed = page(GOLD["file"])[1]
    assert parsed.article.declared_comments == 9
    assert [notice.message for notice in parsed.notices] == ["declared 9 comments, found 12 (9 top-level, 3 replies)"]


def test_marked_pages_keep_their_floor():
    """On all marked pages: character F1 at least 0.90, with texts alone too, and false alarms on at most 3 %."""
    counts = Counts()
    for marked in marked_pages(MARKED):
        count(marked, counts)
    assert 2 * counts.region_right / (counts.region + counts.gold) >= 0.96
    assert 2 * counts.texts_right / (counts.texts + counts.gold) >= 0.90
    assert counts.alarms <= 0.03 * (counts.pages - counts.commented)
