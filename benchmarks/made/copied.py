"""Pages as a person copied their text."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any, Final

from benchmarks.made.habits import HABITS, Entry, Habit, plain
from benchmarks.made.language import Language, label
from benchmarks.made.page import MadePage, Written
from benchmarks.made.people import nickname

PLACES: Final = ("Ashby", "Oakham", "Fen End", "Nether Poole", "Great Marlow Green")
PLAIN: Final[Mapping[str, Habit]] = {"none": plain}


def copied_page(chance: Random, language: Language, habits: Mapping[str, Habit] = PLAIN) -> MadePage:
    """Return an article with three to nine comments below it in one form: header, date, buttons and a habit."""
    return _page(chance, language, habits, chance.randint(3, 9), language.story(chance))


def few_comments(chance: Random, language: Language) -> MadePage:
    """Return an article with one comment or two."""
    return _page(chance, language, PLAIN, chance.randint(1, 2), language.story(chance))


def comments_alone(chance: Random, language: Language) -> MadePage:
    """Return three to nine comments without an article."""
    return _page(chance, language, PLAIN, chance.randint(3, 9), "")


def with_habits(chance: Random, language: Language) -> MadePage:
    """Return a page whose comments quote, answer, have titles or advertising."""
    return copied_page(chance, language, HABITS)


def _page(chance: Random, language: Language, habits: Mapping[str, Habit], number: int, story: str) -> MadePage:
    header, row, date = (chance.choice(forms) for forms in (language.headers, language.rows, language.dates))
    habit = chance.choice(sorted(habits))
    gap, between = chance.choice(("", "", "\n")), chance.choice(("", "\n", "\n\n"))
    paragraphs_apart = chance.choice(("\n", "\n\n"))
    printed: list[str] = []
    written: list[Written] = []
    names: list[str] = []
    for position in range(1, number + 1):
        answered = chance.choice(names) if names and chance.random() < 0.5 else None
        name = language.people.name(chance)
        name = nickname(name) if "{nick}" in header else name
        values = _values(chance, language, name, position, language.date(chance, date))
        said = paragraphs_apart.join(language.paragraphs(chance))
        head, _, foot = header.partition("{text}")
        parts = (part.format_map(values) for part in (head, foot, row))
        entry = Entry(language, chance, name, answered, said, *parts)
        habits[habit](entry)
        printed.append(entry.printed(gap) + between)
        names.append(name)
        written.append(Written(name, entry.text))
    heading = chance.choice(language.headings).format(all=number)
    forms = {"header": label(header), "row": label(row), "date": label(date), "habit": habit}
    return MadePage(story + heading + "".join(printed) + chance.choice(language.ends), tuple(written), forms)


def _values(chance: Random, language: Language, name: str, number: int, date: str) -> dict[str, Any]:
    """Return what stands in headers and buttons."""
    words = {"name": name, "nick": name, "letter": name[0].upper(), "date": date}
    words |= {"badge": chance.choice(language.badges), "title": chance.choice(language.titles)}
    words |= {"place": chance.choice(PLACES)}
    words |= {"handle": nickname(name).lower()}
    # Drawn for those languages alone that have them: the pages of the others stay the same.
    for part, said in (("job", language.jobs), ("organisation", language.organisations)):
        words |= {part: chance.choice(said)} if said else {}
    return {**words, "number": number, "count": chance.randint(0, 99), "age": chance.randint(2, 11)}
