"""Lists without comments, as copied text: names, dates and sentences that are nobody's comment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Final

from benchmarks.made.language import Language, label
from benchmarks.made.page import MadePage
from benchmarks.made.people import nickname

TITLES: Final = (
    *("Tolls to rise in spring", "Ferry back in service", "Council elects new chair", "Storm damages harbour wall"),
    *("Old mill to become museum", "Bus drivers strike on Friday", "Lock keeper honoured", "School opens new wing"),
    *("Market moves to square", "Fire brigade wins cup"),
)
# The form of an entry, by the name of the list; `{lead}` is a sentence or two.
ENTRIES: Final[Mapping[str, str]] = {
    "news": "{title}\n{date}\n{lead}\n\n",
    "news with bylines": "{title}\nBy {name} {date}\n{lead}\n\n",
    "news with authors": "{title}\n{name} | {date}\n{lead}\nRead more\n",
    "news with counts": "{title}\n{name}\n{date}\n{count} comments\n",
    "headlines": "{title}\n{date}\n",
    "headlines to share": "{title}\n{date} · Share\n",
    "live blog": "{time}\n{title}\n{lead}\n{lead2}\nShare\n",
    "live blog with bylines": "{time} BST\n{name}\n{lead}\n\n{lead2}\n\n",
    "events": "{title}\n{date}\nTown Hall\nTickets\n",
    "staff": "{name}\n{role}\n{nick}@courier.example\nJoined {date}\n",
    "letters to the editor": "{lead}\n{lead2}\n{name}, Ashby\n\n",
    "obituaries": "{full_name}\n{day} {month_name} 1931 - {day} {month_name} 2024\n{lead}\n\n",
    "dated events": "{month_name} {day}, {past}\n{lead}\n\n",
    "dated sentences": "{month_name} {day}, {past}: {lead}\n",
    "results": "{date} {last} {goals} {last2} {goals2}\n",
    "press releases": "{date} - {title}\n",
    "vacancies": "{job}\nAshby Council\nPosted {date}\nApply\n",
    "interview": "{speaker}: {lead}\n\n",
    "quotations": "{lead} {name} said: “{sentence}”\n",
    "corrections": "Correction: {date}\n{lead}\n",
    "versions": "Version {number}.{goals}\n{date}\n- {title}\n- {title2}\n",
    "commits": "{title}\n{name} committed {date}\n",
    "photographs": "{title}. Photo: {name}/{date}\n",
    "podcast": "Episode {number}: {title}\n{date} · 32 min\n{lead}\nPlay\n",
    "numbered steps": "{number}. {lead}\n",
    "reviews by editors": "{title}\nBy {name}\n{date}\n★★★★\n{lead}\n",
}
ABOVE: Final = ("", "More on this story\n", "Related articles\n", "Latest news\n")
BELOW: Final = ("", "© 2024 The Courier\n", "Subscribe to our newsletter\n")
ROLES: Final = ("Editor", "Reporter", "Photographer")
JOBS: Final = ("Lock keeper", "Bus driver", "Cook", "Clerk")


def copied_list(chance: Random, language: Language, entries: Mapping[str, str] = ENTRIES) -> MadePage:
    """Return a list of three to nine entries, mostly below an article."""
    kind, date = chance.choice(sorted(entries)), chance.choice(language.dates)
    values = values_of(chance, language, date)
    body = "".join(entries[kind].format_map(values(number)) for number in range(1, chance.randint(3, 9) + 1))
    above = language.story(chance) + chance.choice(ABOVE) if chance.random() < 0.8 else ""
    return MadePage(above + body + chance.choice(BELOW), (), {"list": kind, "date": label(date)})


def values_of(chance: Random, language: Language, date: str) -> Callable[[int], dict[str, object]]:
    """Return a function that gives what stands in the entry with a number; no two entries have one title."""
    titles = chance.sample(TITLES, len(TITLES))

    def values(number: int) -> dict[str, object]:
        name = language.people.name(chance)
        title, title2 = titles[number % len(titles)], chance.choice(TITLES)
        texts = {"title": title, "title2": title2, "lead": _lead(chance, language), "lead2": _lead(chance, language)}
        texts |= {"sentence": chance.choice(language.sentences), "speaker": ("Courier", "Hal Winter")[number % 2]}
        names = {"name": name, "nick": nickname(name).lower(), "full_name": language.people.full_name(chance)}
        names |= {"last": chance.choice(language.people.last), "last2": chance.choice(language.people.last)}
        names |= {"role": chance.choice(ROLES), "job": chance.choice(JOBS)}
        times = {"date": language.date(chance, date), "time": f"{chance.randint(10, 22)}:{chance.randint(10, 59)}"}
        times |= {"month_name": chance.choice(language.months)}
        numbers = {"number": number, "count": chance.randint(0, 99), "price": chance.randint(3, 900)}
        numbers |= {"goals": chance.randint(0, 5), "goals2": chance.randint(0, 5)}
        numbers |= {"day": chance.randint(1, 28), "past": chance.randint(1990, 2020)}
        return {**texts, **names, **times, **numbers}

    return values


def _lead(chance: Random, language: Language) -> str:
    return f"{chance.choice(language.sentences[:6])} {chance.choice(language.article)}"
