"""Saved pages in further structures: what sites of today and of all ages before write round a comment.

A structure is markup as one site writes it, with places to fill: `further_forms` and `further_boards` have them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from random import Random
from typing import Any, Final

from benchmarks.made.language import Language, label
from benchmarks.made.moments import moment
from benchmarks.made.page import MadePage, Written
from benchmarks.made.people import nickname
from benchmarks.made.saved import document, story

HEADINGS: Final = (
    "",
    "<h2>Comments</h2>",
    "<h2>{all} Comments</h2>",
    "<h3>Discussion</h3>",
    "<h3>Comments ({all})</h3>",
)
DEEPEST: Final = 3
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Structure:
    """One site's markup; its pieces are forms for `str.format_map`.

    `outer` holds `{items}`, and an `item` its answers where it has `{replies}`, each list of them in `inner`; else
    they stand behind it, at their `{depth}`. `sometimes` is what one item in three has at `{sometimes}`, `answering`
    what an answer has at `{answering}`, `first` what the first one has at `{first}`. `gone` is a comment taken away,
    of which the page says `gone_text`. `paragraph` is how a paragraph is written, `between` what parts two.
    """

    item: str
    outer: str = "<div>{items}</div>"
    inner: str = "{items}"
    nested: bool = False
    heading: Sequence[str] = HEADINGS
    sometimes: str = ""
    answering: str = ""
    first: str = ""
    gone: str = ""
    gone_text: str = ""
    paragraph: str = "<p>{}</p>"
    between: str = ""
    language: str = "en"
    step: int = 1


@dataclass(slots=True)
class _Entry:
    number: int
    depth: int
    parent: int | None
    written: Written
    values: dict[str, Any]


def further_page(chance: Random, structures: Mapping[str, Structure], languages: Sequence[Language]) -> MadePage:
    """Return an article with two to nine comments below it, half of the pages with answers where a site has them."""
    name = chance.choice(sorted(structures))
    structure = structures[name]
    language = next(one for one in languages if one.code == structure.language)
    date = chance.choice([date for date in language.dates if date != "{age}d"])
    shared = {f"h{place}": _random(chance) for place in range(1, 8)}
    entries = _entries(chance, structure, language, date, chance.randint(2, 9))
    body = _body(entries, structure, shared)
    heading = chance.choice(structure.heading).format(all=len(entries))
    section = structure.outer.format_map({**shared, "items": body, "heading": heading, "all": len(entries)})
    section = section if "{heading}" in structure.outer else heading + section
    return MadePage(
        document(story(language) + section),
        tuple(entry.written for entry in entries),
        {"structure": name, "date": label(date)},
        tuple(entry.parent for entry in entries),
    )


def _random(chance: Random) -> str:
    """Return what a compiler of style sheets hangs on a name."""
    return "".join(chance.choice(_DIGITS) for _ in range(chance.choice((5, 6, 8))))


def _entries(chance: Random, structure: Structure, language: Language, date: str, count: int) -> list[_Entry]:
    threaded = _has_depths(structure) and chance.random() < 0.5
    found: list[_Entry] = []
    for number in range(count):
        depth = chance.randint(0, min(DEEPEST, found[-1].depth + 1)) if threaded and found else 0
        parent = next((one.number for one in reversed(found) if one.depth == depth - 1), None)
        answered = found[parent].written.author if parent is not None else ""
        written, values = _filled(chance, structure, language, date, number)
        values |= {"depth": depth, "level": depth + 1}
        values |= {"indent": depth * structure.step, "answered": escape(answered)}
        values["pid"] = 0 if parent is None else 1000 + parent
        values["answering"] = structure.answering.format_map(values) if depth else ""
        values["first"] = "" if found else structure.first.format_map(values)
        found.append(_Entry(number, depth, parent, written, values))
    return found


def _has_depths(structure: Structure) -> bool:
    markup = structure.item + structure.answering
    return structure.nested or any(place in markup for place in ("{depth}", "{level}", "{indent}", "{pid}"))


def _filled(
    chance: Random, structure: Structure, language: Language, date: str, number: int
) -> tuple[Written, dict[str, Any]]:
    name, paragraphs = language.people.name(chance), language.paragraphs(chance)
    when = moment(chance, language.months, language.weekdays)
    initials = "".join(word[0] for word in name.split()[:2]).upper()
    values: dict[str, Any] = {"name": escape(name), "slug": nickname(name).lower(), "letter": name[0].upper()}
    values |= {"n": number + 1, "id": 1000 + number, "up": chance.randint(0, 40), "posts": chance.randint(3, 4000)}
    values |= {"initials": initials, "date": date.format_map(when), "iso": when["iso"], "count": chance.randint(1, 99)}
    values["text"] = structure.between.join(structure.paragraph.format(escape(text)) for text in paragraphs)
    values["gone"] = ""
    if structure.gone and chance.random() < 0.2:
        values["gone"] = structure.gone.format_map(values)
        return Written("", structure.gone_text), values
    values["sometimes"] = structure.sometimes.format_map(values) if chance.random() < 0.35 else ""
    return Written(name, " ".join(paragraphs)), values


def _body(entries: Sequence[_Entry], structure: Structure, shared: Mapping[str, str]) -> str:
    def below(parent: int | None) -> str:
        return "".join(printed(entry) for entry in entries if entry.parent == parent)

    def printed(entry: _Entry) -> str:
        replies = below(entry.number) if structure.nested else ""
        replies = structure.inner.format_map({**shared, "items": replies}) if replies else ""
        form = entry.values["gone"] or structure.item
        return form.format_map({**shared, **entry.values, "replies": replies})

    return below(None) if structure.nested else "".join(map(printed, entries))
