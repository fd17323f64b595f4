"""A saved page, taken apart into article and comments.

The order is that of exactness: what the page marks as comments, what a known system writes, the JSON that the page
carries, and last the shapes that come back. A mechanism that finds much less than a later one steps back: pages mark
their first comments and leave the answers bare.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from moderation.counted import noun
from moderation.parse.html.body import article_of
from moderation.parse.html.comment.items import read_items
from moderation.parse.html.comment.linking import comments_of
from moderation.parse.html.comment.readings import Readings
from moderation.parse.html.document.select import NOTHING
from moderation.parse.html.document.tree import Node, Tree, tree_of
from moderation.parse.html.embeds import embedded_in
from moderation.parse.html.finding.adapters import is_forum, is_later_page, known_systems
from moderation.parse.html.finding.alone import by_itself
from moderation.parse.html.finding.headed import by_heading
from moderation.parse.html.finding.held import held_in
from moderation.parse.html.finding.printed import by_lines
from moderation.parse.html.finding.shapes import believable, find_shapes, signed
from moderation.parse.html.finding.state import find_state
from moderation.parse.html.finding.structured import marked_comments
from moderation.parse.html.finding.talk import talk_page
from moderation.parse.html.finding.terms import by_terms
from moderation.parse.html.finding.unnamed import by_buttons, by_turns
from moderation.parse.html.found import Candidate, Thread
from moderation.parse.html.page_facts import Facts, facts_of
from moderation.parse.plain.sheet import is_nobody
from moderation.parse.reading import Input, whole_page
from moderation.records import Article, Comment, Notice, Page, Record

_SIGNS_OF_UNNAMED: Final = 2
# How much of what a later mechanism finds an earlier one must find to be believed before it.
_ENOUGH: Final = 0.75


def read_html(source: Input) -> Iterator[Record]:
    """Yield the article, the notices and the comments of one saved page; a page is read whole, pages are small."""
    page = parse_html(whole_page(source), source=source.source, thread_id=source.stem)
    if page is not None:
        yield page.article
        yield from page.notices
        yield from page.comments


def parse_html(data: bytes, *, source: str | None, thread_id: str) -> Page | None:
    """Separate a saved page into its article, its comments in page order and what to warn about.

    `source` is by default `html`. None when there is nothing in the page; never fails.
    """
    tree = tree_of(data)
    if tree is None or not any(map(str.strip, tree.root.itertext())):
        return None
    facts = facts_of(tree)
    thread = find_thread(tree, facts)
    comments: list[Comment] = []
    name = source or "html"
    if thread is not None:
        comments = comments_of(thread, source=name, site=facts.site, thread_id=thread_id)
    embedded = None if comments else embedded_in(tree.text)
    article = article_of(tree, thread, facts, source=name, thread_id=thread_id, embedded=embedded)
    return Page(article, tuple(comments), (*tree.notices, *_notices(article, comments)))


def find_thread(tree: Tree, facts: Facts) -> Thread | None:
    """Return the comments of a page as the most exact mechanism finds them, or None when there are none."""
    marked = marked_comments(tree)
    talk = talk_page(tree.root)
    known = list(known_systems(tree))
    if marked is not None and any(_opens(system, marked) for system in known):
        marked = None
    terms: list[Node] = []
    if "<dl" in tree.text:
        terms = by_terms(tree.root, lambda rows: believable(rows, Readings(facts), wanted=_SIGNS_OF_UNNAMED))
    listed = Candidate("terms", terms, NOTHING) if terms else None
    candidates = [*(found for found in (marked, talk, listed) if found), *known]
    most = max((len(candidate.members) for candidate in candidates), default=0)
    readings = Readings(facts)
    shaped = find_shapes(tree, readings, least=int(most / _ENOUGH) + 1)
    candidates.extend([shaped] if shaped else [])
    best = _first_enough(candidates, readings) or _unnamed(tree, facts) or by_lines(tree.root, facts.language)
    best = _of_one(best, facts) if best is not None and best.mechanism == "shape" else best
    size = 0 if best is None else len(best.comments) + (best.opening is not None)
    carried = max(find_state(tree), key=lambda thread: len(thread.comments), default=None)
    if carried is not None and size < _ENOUGH * len(carried.comments):
        carried.beside = best.nodes() if best else ()
        return carried
    if best is not None and best.opening is None and len(best.comments) > 1 and is_forum(tree.root, facts.url):
        best.opening = best.comments.pop(0)
    return best


def _opens(system: Candidate, marked: Candidate) -> bool:
    """Tell whether a system says of the first marked comment that it opens the thread: its markup calls all alike."""
    if not system.opening or marked.opening or len(system.members) < len(marked.members):
        return False
    first, same = system.members[0], marked.members[0]
    return first is same or first in same.iterancestors() or same in first.iterancestors()


def _first_enough(candidates: Sequence[Candidate], readings: Readings) -> Thread | None:
    most = max((len(candidate.members) for candidate in candidates), default=0)
    enough = [candidate for candidate in candidates if len(candidate.members) >= _ENOUGH * most]
    rest = sorted((other for other in candidates if other not in enough), key=lambda other: -len(other.members))
    return next((thread for candidate in (*enough, *rest) if (thread := _read(candidate, readings)) is not None), None)


def _unnamed(tree: Tree, facts: Facts) -> Thread | None:
    """Return comments that no name tells, or None."""
    judge = partial(_judge, facts)
    members = (
        by_buttons(tree.root, partial(judge, placed=True))
        or by_turns(tree.root, judge)  # moves elements
        or by_heading(tree.root, lambda rows: signed(rows, Readings(facts)))
        or by_itself(tree.root, Readings(facts))
    )
    return Thread("buttons", read_items(members, Readings(facts), NOTHING)) if members else None


def _judge(facts: Facts, members: Sequence[Node], *, placed: bool = False) -> bool:
    return believable(members, Readings(facts), wanted=_SIGNS_OF_UNNAMED, placed=placed)


def _of_one(thread: Thread, facts: Facts) -> Thread | None:
    """Return the comments that the one comment of a thread turns out to hold; None where it says that there is none."""
    nodes = thread.nodes()
    if len(thread.comments) != 1 or len(nodes) != 1:
        return thread
    readings = Readings(facts)
    judge = partial(_judge, facts, placed=True)
    members = held_in(nodes[0], readings, answered=judge, signed=lambda rows: signed(rows, readings))
    if members:
        return Thread("shape", read_items(members, Readings(facts), NOTHING))
    return None if any(map(is_nobody, thread.comments[0].said.text.split("\n"))) else thread


def _read(candidate: Candidate, readings: Readings) -> Thread | None:
    """Return the comments of a candidate, or None when they have neither texts nor names."""
    thread = Thread(candidate.mechanism, read_items(candidate.members, readings, candidate.picker))
    if candidate.opening and thread.comments and not is_later_page(readings.facts.url):
        thread.opening = thread.comments.pop(0)
    # What a system writes needs no more than a number to be a comment; answers to frequent questions have one, too.
    known = candidate.mechanism != "structured"
    spoken = sum(
        bool(found.said.text and (found.author or found.created_at or (known and found.id)))
        for found in thread.comments
    )
    return thread if thread.opening or spoken >= 0.5 * max(1, len(thread.comments)) else None


def _notices(article: Article, comments: list[Comment]) -> Iterator[Notice]:
    declared = article.declared_comments
    if article.embedded:
        yield Notice(f"the comments are loaded by {article.embedded} and are not in the page")
    elif declared is not None and declared != len(comments):
        replies = sum(comment.parent_id is not None for comment in comments)
        shape = f" ({len(comments) - replies} top-level, {replies} {noun(replies, 'reply')})" if comments else ""
        yield Notice(f"declared {declared} {noun(declared, 'comment')}, found {len(comments)}{shape}")
