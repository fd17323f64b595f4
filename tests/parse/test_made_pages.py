"""The made pages of the benchmark: their gold is right, and they are the same every time."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from random import Random

import pytest

# The benchmarks are no part of the package; the tests of a wheel run elsewhere.
sys.path.append(str(Path(__file__).resolve().parents[2]))

from benchmarks.made import lists, new_lists, new_structures, saved_lists
from benchmarks.made.habits import HABITS
from benchmarks.made.kinds import FURTHER, NEW, OTHERS, PARTS, TUNED, Kind
from benchmarks.made.language import Language
from benchmarks.made.languages.english import ENGLISH
from benchmarks.made.languages.further_english import FURTHER_ENGLISH, FURTHER_ENTRIES
from benchmarks.made.new_forms import NEW_ENGLISH, NEW_HABITS
from benchmarks.made.new_languages import NEW_FRENCH, NEW_GERMAN
from benchmarks.made.page import MadePage, Written
from benchmarks.parse_made_pages import Counts, Read, measure, worst

KINDS = [pytest.param(kind, id=f"{part}: {kind.name}") for part, _, kinds in PARTS for kind in kinds]
SOME = 60


def some(kind: Kind, seed: int = 1) -> Iterator[MadePage]:
    """Yield the first pages of a seed."""
    return kind._replace(count=SOME).pages(seed)


def text_of(made: MadePage, kind: Kind) -> str:
    """Return what a reader sees of a page, in one line."""
    text = unescape(re.sub(r"<[^>]*>", " ", made.content)) if kind.format == "html" else made.content
    return " ".join(text.split())


@pytest.mark.parametrize("kind", KINDS)
def test_the_gold_stands_in_the_page(kind: Kind):
    """Every name and every whole text, in the order of the gold; lists have none."""
    for made in some(kind):
        text = text_of(made, kind)
        place = 0
        for author, said in made.comments:
            assert author in text
            place = text.index(" ".join(said.split()), place) + 1
        assert bool(made.comments) == ("list" not in made.forms)


@pytest.mark.parametrize("kind", KINDS)
def test_equal_seeds_make_equal_pages(kind: Kind):
    """The same pages come again for the same seed, and others for another one."""
    assert list(some(kind)) == list(some(kind))
    assert [made.content for made in some(kind)] != [made.content for made in some(kind, seed=2)]


@pytest.mark.parametrize("kind", KINDS)
def test_no_form_is_left_unfilled(kind: Kind):
    """No page shows a brace of the form that it was made of."""
    assert [made.content for made in some(kind) if re.search(r"[{}]", made.content)] == []


@pytest.mark.parametrize("new", [NEW_ENGLISH, NEW_GERMAN, NEW_FRENCH], ids=lambda language: language.code)
def test_held_out_forms_are_new(new: Language):
    """Nothing that is held out stands among the forms that the parser is tuned on."""
    old = (ENGLISH, FURTHER_ENGLISH, *OTHERS, *FURTHER)
    for part in ("headers", "rows", "dates", "headings", "sentences", "article"):
        known = {form for language in old for form in getattr(language, part)} - {""}
        assert set(getattr(new, part)) & known == set()


def test_held_out_lists_and_habits_are_new():
    """The same of lists and of what stands beside a text."""
    assert set(new_lists.NEW_ENTRIES.values()) & {*lists.ENTRIES.values(), *FURTHER_ENTRIES.values()} == set()
    assert set(new_lists.NEW_SAVED_ENTRIES.values()) & set(saved_lists.ENTRIES.values()) == set()
    assert set(NEW_HABITS) & set(HABITS) == set()
    assert {kind.make for kind in TUNED} & {kind.make for kind in NEW} == set()


def test_every_structure_holds_name_and_text():
    """A structure that lacked one would have no right answer."""
    for name, structure in new_structures.STRUCTURES.items():
        assert "{name}" in structure.item, name
        assert ("{paragraphs}" in structure.item) != ("{lines}" in structure.item), name


def page(chance: Random, *, wrong: bool = False) -> MadePage:
    """Return a page of which one comment has another author in the gold, where `wrong` says so."""
    said = ("Is the gate made of oak?", "Of greenheart, which lasts.", "Who pays for it all?")
    names = ("Gus Ferris", "Mo Teal", "Ada Quill")
    written = [Written(name, text) for name, text in zip(names, said, strict=True)]
    body = "".join(
        f"{name}\n3 May 2024, 10:1{number}\n{text}\nReply\n\n" for number, (name, text) in enumerate(written)
    )
    if wrong:
        written[0] = Written("Somebody Else", said[0])
    return MadePage(f"3 Comments\n{body}", tuple(written), {"row": "wrong" if wrong else "right"})


def test_a_wrong_author_is_counted():
    """A page that is read well counts whole; a name that is not the gold's costs that comment, its text counts."""
    right = measure(Kind("right", 2, page), 1).all
    assert (right.exact, right.texts, right.comments, right.silent) == (6, 6, 6, 0)
    wrong = measure(Kind("wrong", 2, lambda chance: page(chance, wrong=True)), 1).all
    assert (wrong.exact, wrong.texts, wrong.comments) == (4, 6, 6)


def test_the_worst_form_comes_first():
    """Forms stand in the order of what is not read exactly."""
    kinds = [Kind("good", 20, page), Kind("bad", 20, lambda chance: page(chance, wrong=True))]
    assert worst([measure(kind, 1) for kind in kinds]) == [
        ["bad: row `wrong`", 20, "33%"],
        ["good: row `right`", 20, "0%"],
    ]


def test_found_comments_in_lists_are_alarms():
    """A list has no right comment: any is an alarm, and none is right."""
    counts = Counts()
    counts.add(MadePage("", (), {}), Read([Written("Ann", "Oak.")], [None]))
    counts.add(MadePage("", (), {}), Read([], []))
    assert (counts.pages, counts.alarms, counts.silent, counts.missed) == (2, 1, 0, 0.5)


def test_answers_count_with_the_comment_that_they_answer():
    """Of two answers one is read below the wrong comment; pages made without answers count for nothing."""
    oak, elm, ash = (Written("Ann", text) for text in ("Oak.", "Elm.", "Ash."))
    counts = Counts()
    counts.add(MadePage("", (oak, elm, ash), {}, (None, 0, 0)), Read([oak, elm, ash], [None, 0, 1]))
    counts.add(MadePage("", (oak, elm), {}), Read([oak, elm], [None, 0]))
    assert (counts.answers, counts.linked) == (2, 1)
