"""The line above all comments, in several languages, and the lines below the last one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_NOUN: Final = (
    r"(?:(?:user |reader |readers['’] |your |public |latest |recent |all )?(?:comments?|responses?|replies|reactions)"
    r"|(?:leser)?kommentare?|leserbriefe?|antworten|commentaires?|réactions?|comentarios?|comentários?|commenti|commento"
    r"|reacties?|kommentarer?|komentarze|комментари[йияев]+|コメント|评论)"
)
_COUNT: Final = r"(?P<{0}>\d{{1,3}}(?:[., \u00a0]\d{{3}})+|\d{{1,6}})"
_HEADING: Final = re.compile(
    rf"(?:(?:show|view|see|read|join) )?(?:all )?{_COUNT.format('before')}\s+{_NOUN}"
    r"(?:\s+(?:to|on|so far|zu|sur|sobre|su)\b.{0,120})?\s*[:.]?"
    rf"|{_NOUN}\s*[:\-–(\[]*\s*{_COUNT.format('after')}\s*[)\]]?\s*:?"
    rf"|{_NOUN}\s*:?",
    re.IGNORECASE,
)
_CLOSING: Final = re.compile(
    r"^(?:leave a (?:comment|reply|response)|post a (?:new )?comment|post your comment|write a comment"
    r"|add (?:a|your|new) (?:new )?(?:comment|reply)|your email address will not be published"
    r"|(?:log|sign) in (?:to|or)\b.{0,40}\bcomment|you must be (?:logged|signed|registered)"
    r"|comments? (?:are|is|have been) (?:now )?closed|comments? closed|load more(?: comments)?|show more comments"
    r"|(?:older|newer) (?:comments|posts?)|(?:previous|next) (?:post|article|story)"
    r"|related (?:posts?|articles?|stories)|trackbacks?(?:/pingbacks?)?|links to this post|copyright\b|©"
    r"|all rights reserved"
    r"|terms (?:of|and) (?:use|service|conditions)|privacy policy|kommentar (?:schreiben|verfassen)"
    r"|laisser un commentaire|deja un comentario|lascia un commento|schreibe einen kommentar)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a comment section; `declared` is the number that it names, or None."""

    declared: int | None


def heading_of(text: str) -> Heading | None:
    """Return what `text` says when it is the heading of a comment section, else None."""
    if len(text) > 160:
        return None
    match = _HEADING.fullmatch(text)
    if match is None:
        return None
    count = match["before"] or match["after"]
    return Heading(int(re.sub(r"\D", "", count)) if count else None)


def closes(text: str) -> bool:
    """Tell whether `text` stands below the last comment: the form, the pager, the legal line."""
    return len(text) <= 200 and bool(_CLOSING.match(text))
