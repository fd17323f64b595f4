"""The table of all kinds of made pages, and the pages of each, the same ones every time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Final, Literal, NamedTuple

from benchmarks.made.copied import comments_alone, copied_page, few_comments, with_habits
from benchmarks.made.further import further_page
from benchmarks.made.further_boards import BOARDS
from benchmarks.made.further_forms import FORMS
from benchmarks.made.further_lists import FURTHER_SAVED
from benchmarks.made.language import Language
from benchmarks.made.languages.dutch import DUTCH
from benchmarks.made.languages.english import ENGLISH
from benchmarks.made.languages.french import FRENCH
from benchmarks.made.languages.further_english import FURTHER_ENGLISH, FURTHER_ENTRIES
from benchmarks.made.languages.further_others import FURTHER_FRENCH, FURTHER_GERMAN, FURTHER_SPANISH
from benchmarks.made.languages.german import GERMAN
from benchmarks.made.languages.italian import ITALIAN
from benchmarks.made.languages.polish import POLISH
from benchmarks.made.languages.portuguese import PORTUGUESE
from benchmarks.made.languages.russian import RUSSIAN
from benchmarks.made.languages.spanish import SPANISH
from benchmarks.made.languages.swedish import SWEDISH
from benchmarks.made.lists import copied_list
from benchmarks.made.new_forms import NEW_ENGLISH, NEW_HABITS
from benchmarks.made.new_languages import NEW_FRENCH, NEW_GERMAN
from benchmarks.made.new_lists import NEW_ENTRIES, NEW_SAVED_ENTRIES
from benchmarks.made.new_structures import new_saved_page
from benchmarks.made.page import MadePage
from benchmarks.made.saved import saved_page
from benchmarks.made.saved_lists import saved_list


class Kind(NamedTuple):
    """One kind of pages: how many of them are made, what makes one, and which parser reads it."""

    name: str
    count: int
    make: Callable[[Random], MadePage]
    format: Literal["plain", "html"] = "plain"

    def pages(self, seed: int) -> Iterator[MadePage]:
        """Yield the pages that belong to a seed."""
        for number in range(self.count):
            yield self.make(Random(f"{self.name} {seed} {number}"))


OTHERS: Final = (GERMAN, FRENCH, SPANISH, ITALIAN, DUTCH, PORTUGUESE, SWEDISH, POLISH, RUSSIAN)
FURTHER: Final = (FURTHER_GERMAN, FURTHER_FRENCH, FURTHER_SPANISH)


def _in_any_language(chance: Random, languages: tuple[Language, ...] = OTHERS) -> MadePage:
    language = chance.choice(languages)
    made = copied_page(chance, language)
    forms = {part: f"{language.code}: {form}" for part, form in made.forms.items() if part != "habit"}
    return MadePage(made.content, made.comments, {**forms, "language": language.code})


def _in_further_structures(chance: Random) -> MadePage:
    return further_page(chance, {**FORMS, **BOARDS}, (ENGLISH, *OTHERS))


# The mechanisms of the parsers were mended by what was read wrong on pages of these kinds, of other seeds.
TUNED: Final = (
    Kind("copied, English", 900, partial(copied_page, language=ENGLISH)),
    Kind("copied, with quotations, titles, advertising", 900, partial(with_habits, language=ENGLISH)),
    Kind("copied, one comment or two", 300, partial(few_comments, language=ENGLISH)),
    Kind("copied, comments alone", 300, partial(comments_alone, language=ENGLISH)),
    Kind("copied, nine other languages", 1800, _in_any_language),
    Kind("saved, with classes", 700, partial(saved_page, language=ENGLISH), "html"),
    Kind("saved, no classes", 700, partial(saved_page, language=ENGLISH, classes=False), "html"),
    Kind("saved, further structures", 1100, _in_further_structures, "html"),
    Kind("copied lists", 1300, partial(copied_list, language=ENGLISH)),
    Kind("copied, further forms", 1200, partial(copied_page, language=FURTHER_ENGLISH)),
    Kind("copied, further forms of German, French, Spanish", 600, partial(_in_any_language, languages=FURTHER)),
    Kind("copied lists, further", 600, partial(copied_list, language=FURTHER_ENGLISH, entries=FURTHER_ENTRIES)),
    Kind("saved lists", 700, partial(saved_list, language=ENGLISH), "html"),
    Kind("saved lists, further ones", 500, partial(saved_list, language=ENGLISH, entries=FURTHER_SAVED), "html"),
)
# Held out: see `new_forms`.
NEW: Final = (
    Kind("copied, English", 1200, partial(copied_page, language=NEW_ENGLISH, habits=NEW_HABITS)),
    Kind("copied, German and French", 600, partial(_in_any_language, languages=(NEW_GERMAN, NEW_FRENCH))),
    Kind("saved", 800, partial(new_saved_page, language=NEW_ENGLISH), "html"),
    Kind("copied lists", 900, partial(copied_list, language=NEW_ENGLISH, entries=NEW_ENTRIES)),
    Kind("saved lists", 500, partial(saved_list, language=NEW_ENGLISH, entries=NEW_SAVED_ENTRIES), "html"),
)
# The part of a page, its seed, its kinds.
PARTS: Final = (("tuned on", 2, TUNED), ("new forms", 3, NEW))
