"""Headers that a page prints twice, once for screen readers: `Ann commented June 3`; `A`, `Ann`, `Oslo`, `June 3`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from moderation.parse.plain.line.names import is_portrait
from moderation.parse.plain.sheet import Sheet

_MOSTLY: Final = 0.8
_MOST_BETWEEN: Final = 2  # lines between the name and its date: a place, a badge
# `Comment by Ann Lee.`, below her name and her time.
_BY: Final = (
    "comment by", "comment from", "reply by", "reply from", "kommentar von", "antwort von", "commentaire de",
    "réponse de", "comentario de", "respuesta de", "commento di", "risposta di", "comentário de", "resposta de",
    "reactie van", "antwoord van",
)  # fmt: skip
_SAYS: Final = frozenset({"says:", "sagt:", "schreibt:", "a dit :", "dit :", "dice:", "ha detto:", "zegt:", "diz:"})
# `Reply to Ann Lee`, below her text.
_TO: Final = frozenset(
    """reply to, respond to, answer to, antworten auf, antwort auf, antwort an, auf, répondre à, responder a, rispondi a
    reageer op, reageren op, beantwoord, svara, svara på, svar til, odpowiedz, ответить, ответить на""".replace(
        "\n    ", ", "
    ).split(", ")
)


def repeated_below(sheet: Sheet, members: Sequence[int]) -> dict[int, int]:
    """Return for each header the first line below what is printed of it again; nothing unless most have that.

    A text may begin with its writer's name, and one that does is no header.
    """
    found = {index: stop for index in members if (stop := _repeated(sheet, index)) is not None}
    return found if len(found) >= max(2, _MOSTLY * len(members)) else {}


def _repeated(sheet: Sheet, member: int) -> int | None:
    mark = sheet.marks[member]
    if mark is None or mark.name is None:
        return None
    below = [line.text for line in sheet.lines[member + 1 : member + 3]]
    if mark.name not in below or not (below[0] == mark.name or is_portrait(below[0], mark.name)):
        return None
    name = member + 1 + below.index(mark.name)
    for index in range(name + 1, min(name + 2 + _MOST_BETWEEN, len(sheet))):
        again = sheet.marks[index]
        if again is not None and again.name is None and (again.dated or again.ago):
            return index + 1
        if not sheet.is_name(index):
            return None
    return None


def says_author(text: str, author: str) -> bool:
    """Tell whether a line says once more whose comment stands below it: `Comment by Ann Lee.`, `Ann Lee says:`."""
    text = text.lstrip("> ")
    return _before(text.rstrip("."), author) in _BY or text.removeprefix(author).strip() in _SAYS


def invites_answer(text: str, author: str) -> bool:
    """Tell whether a line is the button to answer whoever wrote the comment above it: `Reply to Ann Lee`."""
    return _before(text, author) in _TO


def _before(text: str, author: str) -> str | None:
    """Return what stands before the author's name at the end of a line, in lower case."""
    low, name = text.casefold(), author.casefold().removeprefix("u/").lstrip("@")
    return low[: -len(name)].rstrip(" @") if name and low.endswith(name) else None
