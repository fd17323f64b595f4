"""Coral: `comments` of its MongoDB as mongoexport writes them, with stories, users and actions from files beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from moderation.counted import counted
from moderation.errors import InputError
from moderation.parse.exports.delimited import CORAL, objects_in
from moderation.parse.exports.documents import Found, items, lines
from moderation.parse.exports.entries import Entries, inside, named, not_a_comment, objects
from moderation.parse.exports.lookup import Lookup
from moderation.parse.markup import said_in
from moderation.parse.opening import opened
from moderation.parse.reading import Input
from moderation.parse.tables.values import identifier
from moderation.parse.times import utc
from moderation.parse.utf8 import beginning
from moderation.records import Article, Comment, Notice, PastDecision, Record, Reject, Report
from moderation.taxonomy import CommentStatus

_STATUSES: Final[dict[str, CommentStatus]] = {
    "APPROVED": "approved",
    "ACCEPTED": "approved",
    "REJECTED": "rejected",
    "PREMOD": "pending",
    "SYSTEM_WITHHELD": "pending",
}
_ENDINGS: Final = (".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".json.zst")
# Kind of table -> the key in it that a comment is looked up by.
_BESIDE: Final = {
    "stories": "id",
    "users": "id",
    "commentActions": "commentID",
    "commentModerationActions": "commentID",
}
# ILLEGAL came with the reports that the Digital Services Act asks for.
_REPORTS: Final = frozenset({"FLAG", "DONT_AGREE", "ILLEGAL"})
# The reactions of the fourth version, which a newsroom chose one of.
_REACTIONS: Final = ("respect", "like", "love")


def read_coral(source: Input) -> Iterator[Record]:
    """Yield comments with their current text; reports and past decisions come from the files of actions beside it.

    Looked for beside `comments.json`: `stories`, `users`, `commentActions` and `commentModerationActions`. Without
    them comments have the ids of stories and authors, and no reports.
    """
    entries = Entries(source, "coral")
    with Lookup() as lookup:
        missing, spoiled = _load_beside(Path(source.name), lookup)
        if missing:
            yield Notice(
                f"not found beside the comments: {', '.join(missing)}; names, reports and rulings in them are missing"
            )
        for table, count in spoiled.items():
            yield Notice(f"{counted(count, 'entry')} of {table} beside the comments cannot be read")
        told: set[str] = set()
        for found in _objects(source):
            if isinstance(found, Notice | Reject):
                yield found
            elif "storyID" not in found.value and "asset_id" not in found.value:
                yield not_a_comment(found.line, found.raw)
            else:
                yield from _records(found.value, entries, lookup, told)
    yield from entries.last()


def _objects(source: Input) -> Iterator[Found | Notice | Reject]:
    for found in _entries(source):
        if isinstance(found, Found) and not isinstance(found.value, dict):
            yield not_a_comment(found.line)
        else:
            yield found


def _entries(source: Input) -> Iterator[Found | Notice | Reject]:
    if source.begin[:1] not in (b"{", b"["):
        return objects_in(source.stream, CORAL)
    return items(source.stream, ("item",)) if source.begin[:1] == b"[" else lines(source.stream)


def _load_beside(comments: Path, lookup: Lookup) -> tuple[list[str], dict[str, int]]:
    """Read the tables that lie beside the comments; return which do not, and how much of which could not be read."""
    missing, spoiled = [], dict[str, int]()
    for table, key in _BESIDE.items():
        names = (
            comments.with_name(comments.name.replace("comments", table, 1)),
            *(comments.with_name(table + e) for e in _ENDINGS),
        )
        path = next((name for name in names if name != comments and name.is_file()), None)
        if path is None:
            missing.append(table)
        elif bad := _load(path, table, key, lookup):
            spoiled[table] = bad
    lookup.ready()
    return missing, spoiled


def _load(path: Path, table: str, key: str, lookup: Lookup) -> int:
    """Put the objects of a file into the lookup; return how many entries could not be read, damage being one."""
    bad = 0
    damage: list[Notice] = []
    try:
        with opened(path, None, damage) as (head, stream):
            is_array = beginning(head)[:1] == b"["
            for found in items(stream, ("item",)) if is_array else lines(stream):
                if isinstance(found, Found) and isinstance(found.value, dict) and found.value.get(key) is not None:
                    bad += not lookup.add(table, str(found.value[key]), found.value)
                else:
                    bad += not (isinstance(found, Notice) and "cp1252" in found.message)
    except InputError:
        bad += 1
    return bad + len(damage)


def _records(value: Mapping[str, Any], entries: Entries, lookup: Lookup, told: set[str]) -> Iterator[Record]:
    story = identifier(value.get("storyID") or value.get("asset_id")) or ""
    if story not in told and len(told) < 1_000_000:
        told.add(story)
        for known in lookup.find("stories", story)[:1]:
            yield _article(known, story, entries)
    yield _comment(value, story, entries, lookup)


def _article(story: Mapping[str, Any], number: str, entries: Entries) -> Article:
    return entries.article(
        number, title=inside(story, "metadata", "title"), url=story.get("url"), site=story.get("siteID")
    )


def _comment(value: Mapping[str, Any], story: str, entries: Entries, lookup: Lookup) -> Comment:
    # Whoever exports chosen fields may have Mongo's own key alone.
    number = identifier(value.get("id") or value.get("_id")) or ""
    author = value.get("authorID") or value.get("author_id")
    user = next(iter(lookup.find("users", str(author))), {}) if author else {}
    body, edited, scored = _current(value)
    is_gone = bool(value.get("deletedAt") or value.get("deleted_at"))
    return entries.comment(
        "" if is_gone else said_in(body),
        thread_id=story,
        id=number,
        parent_id=value.get("parentID") or value.get("parent_id"),
        author=user.get("username") or inside(value, "author", "username"),
        author_id=author,
        created_at=_time(value.get("createdAt") or value.get("created_at")),
        edited_at=edited,
        likes=_likes(value),
        site=value.get("siteID"),
        status="deleted" if is_gone else _STATUSES.get(str(value.get("status")), "unknown"),
        reports=_reports(lookup.find("commentActions", number)),
        past_decisions=_decisions(value, lookup.find("commentModerationActions", number)),
        carried={name: part for name, part in (("tags", _tags(value)), ("perspective", scored)) if part},
    )


def _current(value: Mapping[str, Any]) -> tuple[str, str | None, float | None]:
    """Return the last revision's text, when it was made where there are several, and what Perspective gave it."""
    revisions = objects(value.get("revisions") or value.get("body_history"))
    last = revisions[-1] if revisions else {}
    body = last.get("body") or value.get("body") or ""
    edited = _time(last.get("createdAt") or last.get("created_at")) if len(revisions) > 1 else None
    told = inside(last, "metadata", "perspective") or inside(value, "metadata", "perspective")
    score = inside(told, "score") or inside(told, "TOXICITY", "summaryScore")
    return str(body), edited, score if isinstance(score, int | float) and not isinstance(score, bool) else None


def _likes(value: Mapping[str, Any]) -> Any:
    found = inside(value, "actionCounts", "REACTION")
    if found is None:
        return next((n for name in _REACTIONS if (n := inside(value, "action_counts", name)) is not None), None)
    return found.get("total") if isinstance(found, Mapping) else found


def _tags(value: Mapping[str, Any]) -> list[str]:
    """Return the names of the tags, which the fourth version has one level further down."""
    named_tags = [named(tag.get("type") or inside(tag, "tag", "name")) for tag in objects(value.get("tags"))]
    return [tag for tag in named_tags if tag]


def _reports(actions: Sequence[Mapping[str, Any]]) -> tuple[Report, ...]:
    """Return the readers' flags; what Coral's own phases detected is no reader's word."""
    flags = [a for a in actions if a.get("actionType") in _REPORTS and a.get("userID")]
    return tuple(
        Report(str(a.get("reason") or a.get("actionType")), named(a.get("userID")), _time(a.get("createdAt")))
        for a in flags
    )


def _decisions(value: Mapping[str, Any], actions: Sequence[Mapping[str, Any]]) -> tuple[PastDecision, ...]:
    rulings = [*actions, *objects(value.get("status_history"))]
    found = [
        PastDecision(
            _STATUSES.get(str(a.get("status") or a.get("type")), str(a.get("status") or a.get("type")).lower()),
            named(a.get("moderatorID") or a.get("assigned_by")),
            _time(a.get("createdAt") or a.get("created_at")),
            named(inside(a, "rejectionReason", "code")),
        )
        for a in rulings
    ]
    return tuple(sorted(found, key=lambda decision: decision.at or ""))


def _time(value: Any) -> str | None:
    """Return a time that mongoexport may have wrapped: `{"$date": ...}`, with `{"$numberLong": ...}` inside."""
    while isinstance(value, dict):
        value = value.get("$date", value.get("$numberLong"))
    return utc(int(value) if isinstance(value, str) and value.isdigit() else value)
