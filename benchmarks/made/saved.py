"""Pages as a browser saved them, with classes that say what they are, or none, or random ones."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from random import Random
from typing import Final

from benchmarks.made.language import Language, label
from benchmarks.made.moments import moment
from benchmarks.made.page import MadePage, Written

WRAPPERS: Final = (
    *("comments", "comment-list", "commentlist", "comments-area", "discussion", "kommentare", "user-comments"),
    *("c-comments", "thread", "article-comments", "talkback", "reactions", "opinions", "x8fa", "css-1abc"),
)
ITEMS: Final = (
    *("comment", "comment-item", "commentBody", "c-comment", "kommentar", "post", "reply-item", "user-comment"),
    *("entry", "message", "q7", "css-9zk", "row", "feedback__item", "reader-post"),
)
AUTHORS: Final = (
    *("author", "comment-author", "username", "user", "name", "by", "vcard fn", "nick", "writer", "u1", "css-2u"),
)
TIMES: Final = ("date", "time", "comment-date", "timestamp", "posted", "meta-date", "when", "ago", "t9")
TEXTS: Final = (
    *("text", "comment-body", "content", "comment-content", "message", "body", "comment-text", "txt", "z3", "copy"),
)
TAGS: Final = (
    ("ol", "li"),
    ("ul", "li"),
    ("div", "div"),
    ("section", "article"),
    ("div", "article"),
    ("div", "section"),
)
AUTHOR_TAGS: Final = ("span", "a", "cite", "strong", "b", "div", "h4", "p")
TIME_TAGS: Final = ("span", "time", "small", "a", "div", "abbr")
TEXT_TAGS: Final = ("div", "p", "blockquote", "div")
# a: author, t: time, b: the text itself.
ORDERS: Final = ("atb", "atb", "atb", "tab", "abt", "bat")
BUTTONS: Final = {
    "none": "",
    "reply, report": '<div class="actions"><a href="#">Reply</a> <a href="#">Report</a></div>',
    "like, reply, 3": "<button>Like</button><button>Reply</button><span>{number}</span>",
    "reply": '<a class="reply" href="#r">Reply</a>',
    "quote, flag": '<ul class="tools"><li><a href="#">Quote</a></li><li><a href="#">Flag</a></li></ul>',
}
HEADINGS: Final = (
    *("", "<h2>Comments ({all})</h2>", "<h3>{all} Comments</h3>", "<h3>Discussion</h3>"),
    '<p class="title">Readers say</p>',
)
FORMS: Final = (
    "",
    "<form><label>Name<input></label><textarea></textarea><button>Post comment</button></form>",
    "<p>Log in to comment.</p>",
)
TITLES: Final = ("Tolls to rise in spring", "Ferry back in service", "Council elects new chair")


@dataclass(frozen=True, slots=True)
class Site:
    """How one site writes its comments: tags, classes and an order of the parts."""

    tags: tuple[str, str]
    wrapper: str
    item: str
    author: tuple[str, str]
    time: tuple[str, str]
    text: tuple[str, str]
    order: str
    buttons: str
    date: str
    ids: str

    def item_of(self, chance: Random, language: Language, number: int) -> tuple[str, Written]:
        """Return a comment without the end of its element, and what is in it."""
        name, paragraphs = language.people.name(chance), language.paragraphs(chance)
        when = moment(chance, language.months, language.weekdays)
        stamp = f' datetime="{when["iso"]}"' if self.time[0] == "time" else ""
        parts = {
            "a": element(*self.author, escape(name)),
            "t": element(*self.time, self.date.format_map(when), stamp),
            "b": element(*self.text, self._marked(paragraphs)),
        }
        content = "".join(parts[part] + chance.choice((" ", "\n")) for part in self.order)
        ids = f' id="{self.ids}-{1000 + number}"' if self.ids else ""
        head = f"<{self.tags[1]}{_classed(self.item)}{ids}>"
        buttons = BUTTONS[self.buttons].format(number=number + 1)
        return f"{head}{content}{buttons}", Written(name, " ".join(paragraphs))

    def _marked(self, paragraphs: list[str]) -> str:
        if self.text[0] == "p":
            return "<br>".join(map(escape, paragraphs))
        return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)


def saved_page(chance: Random, language: Language, *, classes: bool = True) -> MadePage:
    """Return an article with two to eight comments below it, three in ten pages with replies inside comments."""
    site = _site(chance, language, classes=classes)
    number = chance.randint(2, 8)
    nested = site.tags[1] in {"li", "div", "article"} and chance.random() < 0.3
    items, written = zip(*(site.item_of(chance, language, position) for position in range(1, number + 1)), strict=True)
    body = _nested(chance, list(items), site.tags) if nested else "".join(f"{item}</{site.tags[1]}>" for item in items)
    inner = f"{site.wrapper}-list" if site.wrapper else ""
    comments = element(site.tags[0], chance.choice(("list", inner, "items")) if classes else "", body)
    heading = chance.choice(HEADINGS).format(all=number)
    section = element("div", site.wrapper, f"{heading}{comments}{chance.choice(FORMS)}")
    forms = _told(site) | {"nesting": "replies inside" if nested else "flat"}
    return MadePage(document(story(language) + section), tuple(written), forms)


def _site(chance: Random, language: Language, *, classes: bool) -> Site:
    def named(words: tuple[str, ...]) -> str:
        return chance.choice(words) if classes else ""

    return Site(
        tags=chance.choice(TAGS),
        wrapper=named(WRAPPERS),
        item=named(ITEMS),
        author=(chance.choice(AUTHOR_TAGS), named(AUTHORS)),
        time=(chance.choice(TIME_TAGS), named(TIMES)),
        text=(chance.choice(TEXT_TAGS), named(TEXTS)),
        order=chance.choice(ORDERS),
        buttons=chance.choice(sorted(BUTTONS)),
        date=chance.choice([date for date in language.dates if date != "{age}d"]),
        ids=chance.choice(("comment", "c", "post")) if chance.random() < 0.5 else "",
    )


def _told(site: Site) -> dict[str, str]:
    """Return the forms of a site, as a reader of the table sees them."""
    words = {"a": "author", "t": "time", "b": "text"}
    return {
        "order": ", ".join(words[part] for part in site.order),
        "row": site.buttons,
        "date": label(site.date),
        "element of an author": site.author[0],
        "element of a text": site.text[0],
        "element of a comment": site.tags[1],
    }


def _nested(chance: Random, items: list[str], tags: tuple[str, str]) -> str:
    """Return the comments with half of them holding the next one as a reply."""
    inside = element(tags[0], "children", "{}") if tags[0] in {"ol", "ul"} else element("div", "replies", "{}")
    before, after = inside.split("{}")
    end = f"</{tags[1]}>"
    body, waiting = "", items
    while waiting:
        item, *waiting = waiting
        if waiting and chance.random() < 0.5:
            reply, *waiting = waiting
            item += f"{before}{reply}{end}{after}"
        body += item + end
    return body


def element(tag: str, named: str, content: str, attributes: str = "") -> str:
    """Return an element with a class, if it has one."""
    return f"<{tag}{_classed(named)}{attributes}>{content}</{tag}>"


def _classed(named: str) -> str:
    return f' class="{named}"' if named else ""


def story(language: Language) -> str:
    """Return the article of a page."""
    paragraphs = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in language.article)
    title = '<h1>Old bridge to close for two years</h1><p class="byline">By Hal Winter, 2 May 2024</p>'
    return f"<article>{title}{paragraphs}</article>"


def document(main: str) -> str:
    """Return a whole page round its main part."""
    links = "".join(f'<li><a href="/a{number}">{title}</a></li>' for number, title in enumerate(TITLES))
    return (
        '<!doctype html><html lang="en"><head><title>Old bridge</title></head><body>'
        f'<nav><a href="/">Home</a><a href="/news">News</a></nav><main>{main}</main>'
        f"<aside><h3>Most read</h3><ul>{links}</ul></aside><footer>© 2024 The Courier</footer></body></html>"
    )
