"""Held out: structures of saved pages that no parser is tuned on, as `new_forms` says of the forms of text."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from random import Random
from typing import Final, NamedTuple

from benchmarks.made.language import Language, label
from benchmarks.made.moments import moment
from benchmarks.made.page import MadePage, Written
from benchmarks.made.saved import document


class Structure(NamedTuple):
    """What stands round all comments, and the form of one: `{paragraphs}` has elements, `{lines}` breaks."""

    around: str
    item: str


STRUCTURES: Final[Mapping[str, Structure]] = {
    "table of two columns": Structure(
        '<table class="gb" border="1">{}</table>',
        '<tr><td width="20%"><b>{name}</b><br><small>{date}</small></td><td>{lines}</td></tr>',
    ),
    "terms and definitions": Structure("<dl>{}</dl>", "<dt>{name}, {date}</dt><dd>{paragraphs}</dd>"),
    "rules between": Structure('<div id="gb">{}</div>', "<b>{name}</b> ({date})<br>{lines}<hr>"),
    "figures": Structure(
        '<div class="readers">{}</div>',
        '<figure><blockquote>{paragraphs}</blockquote><figcaption>{name}, <time datetime="{iso}">{date}</time>'
        "</figcaption></figure>",
    ),
    "elements of its own": Structure(
        "<user-thread>{}</user-thread>",
        '<user-remark><remark-head><user-link>{name}</user-link> <relative-time datetime="{iso}">{date}'
        "</relative-time></remark-head><remark-text>{paragraphs}</remark-text></user-remark>",
    ),
    "microdata": Structure(
        '<section class="qq">{}</section>',
        '<div itemprop="comment" itemscope itemtype="https://schema.org/Comment"><span itemprop="author" itemscope '
        'itemtype="https://schema.org/Person"><span itemprop="name">{name}</span></span>'
        '<meta itemprop="dateCreated" content="{iso}"><div itemprop="text">{paragraphs}</div></div>',
    ),
    "signed below": Structure(
        '<div class="gaestebuch">{}</div>',
        '<div class="gb-e"><div>{paragraphs}</div><div class="sig">{name} – {date}</div></div>',
    ),
    "attributes": Structure(
        '<div class="tree">{}</div>',
        '<div class="node" data-user="{name}" data-created="{iso}"><div class="node-head"><img src="p.png" alt=""> '
        '{name} <i>{date}</i></div><div class="node-main">{paragraphs}</div></div>',
    ),
    "media objects": Structure(
        "<div>{}</div>",
        '<div class="media"><div class="media-left"><img class="media-object" src="p.png"></div>'
        '<div class="media-body"><h4 class="media-heading">{name} <small><i>{date}</i></small></h4>{paragraphs}</div>'
        "</div>",
    ),
    "utility classes": Structure(
        '<div class="mt-8 space-y-4">{}</div>',
        '<div class="flex gap-3 py-4"><div class="rounded-full w-8 h-8">{letter}</div><div class="grow">'
        '<div class="text-sm"><span class="font-bold">{name}</span> <span class="text-gray-500">{date}</span></div>'
        '<div class="mt-1">{paragraphs}</div><div class="text-xs"><button>Reply</button></div></div></div>',
    ),
    "disclosures": Structure("<div>{}</div>", "<details open><summary>{name} · {date}</summary>{paragraphs}</details>"),
    "fieldsets": Structure("<div>{}</div>", "<fieldset><legend>{name} wrote on {date}</legend>{lines}</fieldset>"),
    "said on": Structure(
        '<div class="talk">{}</div>',
        "<article><p>On {date}, <strong>{name}</strong> said:</p><blockquote>{paragraphs}</blockquote></article>",
    ),
    "fonts": Structure(
        "<td>{}</td>", '<p><font size="2"><b>{name}</b></font> <font size="1">{date}</font><br>{lines}</p>'
    ),
    "posted by": Structure(
        "<div>{}</div>",
        '<div class="entry">{paragraphs}<p class="posted">Posted by <a href="/u/{number}">{name}</a> on {date}</p>'
        "</div>",
    ),
    "no element each": Structure("<div>{}</div>", '<h4 id="n{number}">{name}</h4><p><em>{date}</em></p>{paragraphs}'),
    "name and colon": Structure(
        '<ul class="shouts">{}</ul>', '<li><a href="/user/{number}">{name}</a>: {lines} <small>{date}</small></li>'
    ),
    "labels for readers": Structure(
        '<ul role="feed">{}</ul>',
        '<li role="article" aria-label="Comment by {name}"><div role="heading">{name}</div><div>{date}</div>'
        "<div>{paragraphs}</div></li>",
    ),
    "cards": Structure(
        '<div class="cards">{}</div>',
        '<div class="card"><div class="card-header"><strong>{name}</strong><span class="float-end">{date}</span></div>'
        '<div class="card-body"><p class="card-text">{lines}</p></div><div class="card-footer">{number} likes</div>'
        "</div>",
    ),
    "lines within a cell": Structure(
        '<table width="100%">{}</table>',
        '<tr><td class="h">#{number} | {name} | {date}</td></tr><tr><td class="b">{lines}</td></tr>',
    ),
}
HEADINGS: Final = ("<h2>Reader feedback</h2>", "<h3>What do you think?</h3>", "<h3>{all} comments so far</h3>")
BELOW: Final = ("", "<form><textarea></textarea><button>Send</button></form>", "<p>1 <a href='?p=2'>2</a></p>")


def new_saved_page(chance: Random, language: Language) -> MadePage:
    """Return an article with two to eight comments below it in one structure."""
    kind, date = chance.choice(sorted(STRUCTURES)), chance.choice(language.dates)
    number = chance.randint(2, 8)
    items, written = [], []
    for position in range(1, number + 1):
        name, said = language.people.name(chance), language.paragraphs(chance)
        when = moment(chance, language.months, language.weekdays)
        values = {"name": escape(name), "letter": name[0], "number": position, "date": date.format_map(when)}
        values |= {"paragraphs": "".join(f"<p>{escape(part)}</p>" for part in said), "iso": when["iso"]}
        values |= {"lines": "<br>".join(map(escape, said))}
        items.append(STRUCTURES[kind].item.format_map(values))
        written.append(Written(name, " ".join(said)))
    heading = chance.choice(HEADINGS).format(all=number)
    paragraphs = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in language.article)
    article = f"<h1>Lock gates fail again</h1><p>Bess Crane, 3 September 2021</p>{paragraphs}"
    comments = STRUCTURES[kind].around.format("\n".join(items))
    content = document(f"<div>{article}</div>{heading}{comments}{chance.choice(BELOW)}")
    return MadePage(content, tuple(written), {"structure": kind, "date": label(date)})
