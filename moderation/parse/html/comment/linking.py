"""Comments as found to records: ids, parents and how sure each is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from moderation.parse.encoding import storable
from moderation.parse.html.found import Found, Thread
from moderation.parse.identity import Ids
from moderation.parse.plain.comment import replies
from moderation.parse.plain.comment.replies import Answer
from moderation.records import Comment, Confidence

# How sure the ends of a comment are: an element that its system or its markup names, or one of a shape.
_BOUNDARY: Final = {"shape": 0.9, "terms": 0.9, "buttons": 0.7, "lines": 0.6}
_MARKED: Final = 0.98
_REFERRED, _NESTED, _TOP, _FLAT = 0.98, 0.95, 0.9, 0.6
_NOBODY: Final = 0.5
_NUMBERED: Final = re.compile(r"(?:#|@|>>)\d{1,6}")
_OF: Final = ("comment ", "Kommentar ", "commentaire ", "comentario ", "commento ", "reactie ")


def comments_of(thread: Thread, *, source: str, site: str | None, thread_id: str) -> list[Comment]:
    """Return the comments of a thread in page order, each with an id of its own and its parent where it has one."""
    found = thread.comments
    ids = Ids()
    names = [
        ids.given(thread_id, storable(comment.id))
        if comment.id
        else ids.made(thread_id, comment.author, comment.said.text)
        for comment in found
    ]
    links = _links(found)
    return [
        Comment(
            source=source,
            thread_id=thread_id,
            id=names[position],
            text=storable(comment.said.text),
            site=site,
            parent_id=None if link.parent is None else names[link.parent],
            reply_to=link.name,
            author=comment.author and storable(comment.author),
            author_id=comment.author_id and storable(comment.author_id),
            created_at=comment.created_at,
            edited_at=comment.edited_at,
            url=comment.url and storable(comment.url),
            quotes=comment.said.quotes,
            status=comment.status,
            kind=comment.kind,
            likes=comment.likes,
            dislikes=comment.dislikes,
            confidence=Confidence(
                comment.author_sure if comment.author else _NOBODY,
                _BOUNDARY.get(thread.mechanism, _MARKED),
                link.confidence,
            ),
        )
        for position, (comment, link) in enumerate(zip(found, links, strict=True))
    ]


def _links(found: Sequence[Found]) -> list[Answer]:
    """Return what each comment answers: what the page refers to, else what it stands under, else whom it addresses."""
    addressed = replies.answers(
        [replies.Said(comment.said.text, comment.author, addressee=comment.answered) for comment in found]
    )
    places = {comment.id: position for position, comment in reversed(list(enumerate(found))) if comment.id}
    flat = len({comment.depth for comment in found}) < 2
    links: list[Answer] = []
    stack: list[int] = []
    for position, comment in enumerate(found):
        while stack and found[stack[-1]].depth >= comment.depth:
            stack.pop()
        said = addressed[position]
        referred = places.get(comment.parent or "")
        if referred is None:
            referred = _by_name(found, position, places)
        if referred is None:
            referred = _by_number(comment, places)
        if referred is not None and referred != position:
            links.append(Answer(said.name, referred, _REFERRED))
        elif stack:
            links.append(Answer(said.name, stack[-1], _NESTED))
        elif flat and said.parent is not None:
            links.append(said)
        else:
            links.append(Answer(said.name, None, _FLAT if flat else _TOP))
        stack.append(position)
    return _without_circles(links)


def _by_name(found: Sequence[Found], position: int, places: dict[str, int]) -> int | None:
    """Return the comment above that a link in the header leads to and calls by its writer's name, or None."""
    for there, words in found[position].pointed:
        other = places.get(there)
        if other is not None and other < position and _calls(words.lstrip("@↪↳→ "), found[other].author or ""):
            return other
    return None


def _by_number(comment: Found, places: dict[str, int]) -> int | None:
    """Return the comment that the link leads to with which a text opens, where it is a number: `#2`, `>>2`."""
    for there, words in comment.pointed:
        if there in places and _NUMBERED.fullmatch(words) and comment.said.text.startswith(words):
            return places[there]
    return None


def _calls(words: str, author: str) -> bool:
    """Tell whether a link's words are a name, or end with one: `comment from Ann Lee`."""
    name = author.lstrip("@")
    return words == name or bool(name and words.startswith(_OF) and words.endswith(" " + name))


def _without_circles(links: list[Answer]) -> list[Answer]:
    """Take off each parent that would close a circle, as broken references do."""
    done = [False] * len(links)
    for start in range(len(links)):
        path: list[int] = []
        on_path: set[int] = set()
        place: int | None = start
        while place is not None and not done[place]:
            path.append(place)
            on_path.add(place)
            parent = links[place].parent
            if parent in on_path:
                links[place] = Answer(links[place].name, None, _NOBODY)
                break
            place = parent
        for place in path:
            done[place] = True
    return links
