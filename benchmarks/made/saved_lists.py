"""Lists without comments in saved pages."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Final

from benchmarks.made.language import Language, label
from benchmarks.made.lists import values_of
from benchmarks.made.page import MadePage
from benchmarks.made.saved import document, element, story

ENTRIES: Final[Mapping[str, str]] = {
    "teasers": '<h3><a href="/a/{count}">{title}</a></h3><span class="date">{date}</span><p>{lead}</p>',
    "teasers with bylines": (
        '<h3><a href="/a/{count}">{title}</a></h3><span class="author">{name}</span> <time>{date}</time><p>{lead}</p>'
        '<a href="/a">Read more</a>'
    ),
    "teasers with counts": (
        '<a href="/a/1"><h4>{title}</h4></a><div class="meta"><span class="author">{name}</span> · '
        '<span class="time">{date}</span> · <a href="/a#comments">{count} comments</a></div><p>{lead}</p>'
    ),
    "events": (
        '<h3>{title}</h3><div class="date">{date}</div><div class="place">Town Hall</div><p>{lead}</p>'
        '<a href="/t">Tickets</a>'
    ),
    "staff": (
        '<img src="p.jpg"><h3 class="name">{name}</h3><p class="role">Reporter</p>'
        "<p>{name} joined us on {date} and writes about the harbour.</p>"
    ),
    "dated events": '<div class="date">{date}</div><h4>{title}</h4><p>{lead}</p>',
    "live blog": (
        '<span class="time">{time}</span> <span class="author">{name}</span><h4>{title}</h4><p>{lead}</p><p>{lead2}</p>'
        "<button>Share</button>"
    ),
    "goods": '<h3>{title}</h3><span class="price">{count} €</span><p>{lead}</p><button>Add to cart</button>',
    "vacancies": (
        '<h3><a href="/j">{title}</a></h3><span class="company">Ashby Council</span>'
        '<span class="date">Posted {date}</span><button>Apply</button>'
    ),
    "podcast": '<h3>Episode: {title}</h3><span class="date">{date}</span><p>{lead}</p><button>Play</button>',
    "films": (
        '<a class="thumb" href="/v"><img src="v.jpg"></a><a href="/v/1">{title}</a><span class="channel">{name}</span>'
        '<span class="views">{count}K views</span> <span class="date">{number} months ago</span>'
    ),
    "letters to the editor": '<p>{lead}</p><p>{lead2}</p><p class="by"><b>{name}</b>, Ashby</p>',
    "questions": "<h4>{title}?</h4><p>{lead}</p>",
    "quotations": "<blockquote><p>{sentence}</p><cite>{name}</cite></blockquote>",
}
WRAPPERS: Final = (
    *("articles", "news", "related", "list", "stream", "posts", "archive", "team", "events", "timeline", "x8fa"),
    *("css-1ab", "content-list", "entries"),
)
ITEMS: Final = (
    *("card", "teaser", "post", "entry", "item", "article", "q7", "css-9z", "row", "media", "tile", "story"),
)
TAGS: Final = (("div", "div"), ("ul", "li"), ("section", "article"), ("div", "article"), ("ol", "li"))
HEADINGS: Final = ("", "<h2>More stories</h2>", "<h2>Latest</h2>", "<h2>Our team</h2>")


def saved_list(chance: Random, language: Language, entries: Mapping[str, str] = ENTRIES) -> MadePage:
    """Return a list of three to eight entries, mostly below an article."""
    kind = chance.choice(sorted(entries))
    date = chance.choice([date for date in language.dates if date != "{age}d"])
    wrapper, item, tags = chance.choice(WRAPPERS), chance.choice(ITEMS), chance.choice(TAGS)
    values = values_of(chance, language, date)
    numbers = range(1, chance.randint(3, 8) + 1)
    body = "".join(element(tags[1], item, entries[kind].format_map(values(number))) for number in numbers)
    above = story(language) if chance.random() < 0.7 else "<h1>News</h1>"
    return MadePage(
        document(above + element(tags[0], wrapper, chance.choice(HEADINGS) + body)),
        (),
        {"list": kind, "date": label(date), "element of an entry": tags[1]},
    )
