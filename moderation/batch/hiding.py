"""Comments without the names in them: keyed pseudonyms, the same for the same key, and no way back without it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from moderation.batch.rows import PSEUDONYM_LENGTH, pseudonym
from moderation.records import Comment

_NAME: Final = r"\w[\w.-]*\w|\w"


def hidden(comment: Comment, key: bytes) -> Comment:
    """Return the comment with keyed pseudonyms for names, without the addresses that lead to a person."""

    def hide(name: str | None) -> str | None:
        return pseudonym(name, key) if name else name

    return replace(
        comment,
        author=hide(comment.author),
        author_id=hide(comment.author_id),
        reply_to=hide(comment.reply_to),
        url=None,
        reports=tuple(replace(report, by=hide(report.by)) for report in comment.reports),
        past_decisions=tuple(replace(past, by=hide(past.by)) for past in comment.past_decisions),
    )


def unnamed(comment: Comment, key: bytes) -> Comment:
    """Return the comment hidden, and in its text whom it answers and everybody whom it mentions as `@name`.

    The codes in the text are as long as the names, so ranges of it stay right; a queue keeps what the author wrote.
    """
    addressed = re.escape(comment.reply_to) if comment.reply_to else r"(?!)"
    # `ann@mail.example` names nobody here: an address is what the rules for personal data are tried on.
    named = rf"(?<![\w.@+-])@({addressed}|{_NAME})|(?<!\w)({addressed})(?!\w)"
    text = re.sub(named, lambda found: _coded(found, key), comment.text)
    return replace(hidden(comment, key), text=text)


def _coded(found: re.Match[str], key: bytes) -> str:
    at = "@" if found.group(1) else ""
    return at + _as_long(found.group(1) or found.group(2), key)


def _as_long(name: str, key: bytes) -> str:
    code = pseudonym(name, key)
    return (code * (len(name) // PSEUDONYM_LENGTH + 1))[: len(name)]
