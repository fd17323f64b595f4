"""What pages say in labels for those who listen to them: who wrote a comment, and how many like it."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from moderation.parse.html.document.tree import Node, within

_LIKED: Final = (
    r"likes?|(?:people|others?)\s+likes?\b.*|person likes this|reactions?|upvotes?|recommend(?:s|ations?)"
    r"|gefällt[- ]mir.*|mal gefallen|reaktion(?:en)?|(?:mentions? )?j.aime|réactions?|me gusta|reacciones|mi piace"
    r"|reazioni"
)
_NUMBER: Final = r"(?P<{}>\d{{1,3}}(?:[., \u00a0]\d{{3}})+|\d{{1,9}})"
_LIKES: Final = re.compile(
    rf"\W*{_NUMBER.format('before')}\s*(?:{_LIKED})(?:\W.*)?|\W*(?:{_LIKED})\s*[:(]\s*{_NUMBER.format('behind')}\)?\W*",
    re.IGNORECASE,
)
# Facebook's: `Reply by Bo to Ann Lee's comment 3 days ago`.
_WRITER: Final = re.compile(
    r"(?:(?:Comment|Reply) by|(?:Kommentar|Antwort) von|(?:Commentaire|Réponse) de|(?:Comentario|Respuesta) de)\s+"
    r"(?P<name>[^\d\W].{0,60}?)(?:\s+(?:to|auf|au|à|al?)\s.*)?"
    r"(?:,?\s+(?:(?:vor|il y a|hace|about)\s+)?(?:\d|an?\s+\w+\s+ago).*)?"
)
_LONGEST: Final = 80
_LABELS: Final = ("aria-label", "title")


def writer(item: Node) -> str | None:
    """Return the name that the label of a comment's element says, as `Comment by Ann Lee` does."""
    match = _WRITER.fullmatch(" ".join((item.get("aria-label") or "").split())[: 2 * _LONGEST])
    return match["name"].strip() if match else None


def likes(item: Node, cut: Collection[Node]) -> int | None:
    """Return the number in the first label that tells of likes, as `3 likes` or `Like (3)` do; `cut` is left out."""
    for node in within(item, cut):
        for name in _LABELS:
            label = node.get(name)
            match = _LIKES.fullmatch(label.strip()) if label and len(label) <= _LONGEST else None
            if match is not None:
                return int(re.sub(r"\D", "", match["before"] or match["behind"]))
    return None
