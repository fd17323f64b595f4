"""What the sites of one language print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import Final

from benchmarks.made.moments import NO_WEEKDAYS, moment
from benchmarks.made.people import PEOPLE, People

# How sites of every language put name and date together.
HEADERS: Final = (
    "{name}\n{date}\n",
    "{name} {date}\n",
    "{name} - {date}\n",
    "{name} | {date}\n",
    "{name} · {date}\n",
    "{name}, {date}\n",
    "{number}. {name} - {date}\n",
    "{date} {name}\n",
    "{letter}\n{name}\n{date}\n",
)


@dataclass(frozen=True, slots=True)
class Language:
    """Sentences, and the forms in which a site prints what stands round them.

    `headers`, `rows` and `dates` are forms for `str.format`: `{name} - {date}`. Where a header has `{text}`, the rest
    of it stands below the comment. `jobs` and `organisations` are what some say of themselves. `tops` and `article`
    stand above all comments, then `headings`; below stand `ends`.
    """

    code: str
    months: tuple[str, ...]
    dates: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[str, ...]
    headings: tuple[str, ...]
    ends: tuple[str, ...]
    tops: tuple[str, ...]
    article: tuple[str, ...]
    sentences: tuple[str, ...]
    badges: tuple[str, ...] = ("x",)
    titles: tuple[str, ...] = ("x",)
    weekdays: tuple[str, ...] = NO_WEEKDAYS
    jobs: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    people: People = PEOPLE

    def date(self, chance: Random, form: str) -> str:
        """Return a random date in one of the forms."""
        return form.format_map(moment(chance, self.months, self.weekdays))

    def paragraphs(self, chance: Random) -> list[str]:
        """Return what somebody says: one paragraph mostly, of one to four sentences."""
        lengths = [chance.choice((1, 1, 2, 2, 3, 4)) for _ in range(chance.choice((1, 1, 1, 1, 2, 2, 3)))]
        return [" ".join(chance.sample(self.sentences, length)) for length in lengths]

    def story(self, chance: Random) -> str:
        """Return the article above the comments."""
        between = chance.choice(("\n\n", "\n"))
        return chance.choice(self.tops) + between.join(self.article[: chance.randint(3, len(self.article))]) + "\n\n"


def label(form: str) -> str:
    """Return a form as a reader of the table sees it, in one line: `{name} / {date}`."""
    words = re.sub(r":\d+\}", "}", form).strip().replace("\n", " / ")
    if not words:
        return "blank line" if form else "none"
    return f"{words} / blank line" if form.endswith("\n\n") else words
