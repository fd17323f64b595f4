"""What the comments of every export have in common: strings for ids, unique in their thread, and parents that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from moderation.counted import counted
from moderation.parse.encoding import storable
from moderation.parse.html.document.text import Said
from moderation.parse.identity import Awaited, Ids
from moderation.parse.reading import Input
from moderation.parse.tables.values import identifier, whole
from moderation.parse.times import utc
from moderation.records import Article, Comment, Notice, Reject


class Entries:
    """Makes the comments of one export, and knows at its end which ids stood twice and which parents never came."""

    def __init__(self, source: Input, default: str) -> None:
        self.source = source.source or default
        self.stem = source.stem
        self._ids = Ids()
        self._awaited = Awaited(self._ids)

    def article(self, thread_id: Any, **facts: Any) -> Article:
        """Return the article over a thread from its title, text, url, site and declared number, as far as known."""
        return Article(
            self.source,
            named(facts.get("site")),
            self.thread(thread_id),
            title=named(facts.get("title")),
            text=storable(text) if isinstance(text := facts.get("text"), str) else "",
            url=named(facts.get("url")),
            declared_comments=whole(facts.get("declared_comments")),
        )

    def thread(self, thread_id: Any) -> str:
        """Return a thread's id, that of the file where the export names none."""
        return identifier(thread_id) or self.stem

    def comment(self, said: Said | str, **facts: Any) -> Comment:
        """Return a comment; ids of any type become strings, times ISO 8601 in UTC, counts whole numbers or None."""
        text, quotes = (said, ()) if isinstance(said, str) else (said.text, said.quotes)
        text = storable(text)
        thread_id = self.thread(facts.pop("thread_id", None))
        author = named(facts.pop("author", None))
        wanted = identifier(facts.pop("id", None))
        own = self._ids.given(thread_id, wanted) if wanted else self._ids.made(thread_id, author, text)
        parent = identifier(facts.pop("parent_id", None))
        parent = None if parent in (wanted, "0", "") else parent
        self._awaited.add(thread_id, own, parent)
        return Comment(
            source=self.source,
            thread_id=thread_id,
            id=own,
            text=text,
            quotes=tuple(quotes),
            parent_id=parent,
            author=author,
            author_id=identifier(facts.pop("author_id", None)),
            created_at=utc(facts.pop("created_at", None)),
            edited_at=utc(facts.pop("edited_at", None)),
            likes=whole(facts.pop("likes", None)),
            dislikes=whole(facts.pop("dislikes", None)),
            url=named(facts.pop("url", None)),
            site=named(facts.pop("site", None)),
            reply_to=named(facts.pop("reply_to", None)),
            **facts,
        )

    def last(self) -> Iterator[Notice]:
        """Yield what is to be said at the end of the export."""
        if self._ids.repeated:
            told = f"{counted(self._ids.repeated, 'id')} that stood in the thread before"
            yield Notice(f"{told}; all comments are kept, with a number")
        if self._awaited.missing:
            yield Notice(f"{counted(self._awaited.missing, 'answer')} to comments that are not in the export")


def named(value: Any) -> str | None:
    """Return a name, a title or an address as a string without blanks at its ends, None for none."""
    if value is None or isinstance(value, dict | list | bool):
        return None
    return storable(str(value).strip()) or None


def mapping(value: Any) -> Mapping[str, Any]:
    """Return an object as it is, anything else as one without fields."""
    return value if isinstance(value, Mapping) else {}


def objects(value: Any) -> list[Mapping[str, Any]]:
    """Return the objects of a list, nothing where there is no list."""
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []


def inside(value: Any, *path: str) -> Any:
    """Return what lies at a path of nested objects, None where there is no such thing."""
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def not_a_comment(line: int, raw: str = "") -> Reject:
    """Return the reject for an entry that is no comment of the format."""
    return Reject(line, "no comment of this format: there is neither a text nor a mark of deletion", raw)
