"""What a comment repeats of an earlier one: `Ann wrote: ...`, `Zitat von Ann:`, lines that begin with `>`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from moderation.records import Span

_CITES: Final = re.compile(
    r"(?P<before>[^\n:]{1,70}?)\s+(?:wrote|said|schrieb|hat geschrieben|a écrit|escribió|dijo|ha scritto|schreef"
    r"|escreveu)\b"
    r"[^\n:]{0,40}?:\s*"
    r"|(?:quot(?:e|ing)|quote (?:from|by)|originally posted by"
    r"|(?:citat:\s*)?ursprungligen (?:postat|inlägg|skrivet) av|zitat(?: von)?|citation(?: de)?|cita(?: de)?|citando a"
    r"|citazione(?: di)?)\b:?\s*(?P<after>[^\n:]{1,70}?)\s*(?::\s*|(?=\n))",
    re.IGNORECASE,
)
_MARKED: Final = re.compile(r"(?:^[ \t]*(?:>|&gt;)[^\n]*(?:\n|\Z))+", re.MULTILINE)
_SIGNS: Final = re.compile(r"^[ \t]*(?:>|&gt;)+", re.MULTILINE)
_SIGN: Final = re.compile(r"(?:>|&gt;)\s*")
_NO_WORDS: Final = re.compile(r"\W+")
_LINE: Final = re.compile(r"[^\r\n]+")
_SHORTEST: Final = 12  # fewer letters than this are repeated by accident
_LONGEST_CITE: Final = 150
_OPENINGS: Final = frozenset({"quo", "zit", "cit", "ori", "urs"})
_NEAREST: Final = 200
_FEWEST_MARKED: Final = 2
_MOSTLY: Final = 0.8
_LONGEST_SCAN: Final = 20_000


class Quoted(NamedTuple):
    """The ranges of a text that repeat somebody else, whom it names, and the position of the comment repeated."""

    spans: tuple[Span, ...] = ()
    name: str | None = None
    position: int | None = None


NOTHING_QUOTED: Final = Quoted()


def quoted(texts: Sequence[str], authors: Sequence[str | None]) -> list[Quoted]:
    """Return for each text of a page, in page order, what it quotes of those above it."""
    names = {author.casefold() for author in authors if author}
    folded = _Folded(texts)
    return [
        _of(position, texts, authors, folded, names) if _may_quote(text) else NOTHING_QUOTED
        for position, text in enumerate(texts)
    ]


def all_marked(texts: Sequence[str], quotes: Sequence[Quoted]) -> list[int] | None:
    """Return how long the sign is that each text opens with, where nearly all are quoted from end to end; else None.

    A converter marks so what stands set in: the comments of the page, and nobody else's words.
    """
    if sum(len(quote.spans) == 1 for quote in quotes) < _MOSTLY * len(texts):
        return None
    whole = [quote.spans == (Span(0, len(text)),) for text, quote in zip(texts, quotes, strict=True)]
    if len(texts) < _FEWEST_MARKED or sum(whole) < _MOSTLY * len(texts):
        return None
    return [
        sign.end() if marked and (sign := _SIGN.match(text)) is not None and sign.end() < len(text) else 0
        for text, marked in zip(texts, whole, strict=True)
    ]


class _Folded:
    """Texts without case, signs and line ends, each made when it is first asked for."""

    __slots__ = ("_made", "_texts")

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._made: dict[int, str] = {}

    def __getitem__(self, position: int) -> str:
        if position not in self._made:
            self._made[position] = _folded(self._texts[position])
        return self._made[position]


def _may_quote(text: str) -> bool:
    named = text.find(":", 0, _LONGEST_CITE) >= 0 or text[:3].casefold() in _OPENINGS
    return (named or ">" in text or "&gt;" in text) and len(text) <= _LONGEST_SCAN


def _of(position: int, texts: Sequence[str], authors: Sequence[str | None], folded: _Folded, names: set[str]) -> Quoted:
    text = texts[position]
    if (cite := _CITES.match(text)) and (name := _name(cite)).casefold() in names:
        end, source = _repeated(position, text, cite.end(), name, authors, folded)
        return Quoted((Span(0, end),) if end else (), name, source)
    if ">" not in text and "&gt;" not in text:
        return NOTHING_QUOTED
    marked = tuple(Span(part.start(), part.start() + len(part.group().rstrip())) for part in _MARKED.finditer(text))
    if not marked:
        return NOTHING_QUOTED
    piece = _folded(_SIGNS.sub(" ", text[marked[0].start : marked[0].end]))
    source = _source(position, piece, None, authors, folded)
    return Quoted(marked, None if source is None else authors[source], source)


def _name(cite: re.Match[str]) -> str:
    return (cite["before"] or cite["after"] or "").strip().lstrip("@")


def _repeated(
    position: int, text: str, begin: int, name: str, authors: Sequence[str | None], folded: _Folded
) -> tuple[int, int | None]:
    """Return where the quotation ends, 0 when no line is known from above, and the comment that it is from."""
    end, source = 0, None
    for line in _LINE.finditer(text, begin):
        piece = _folded(line.group())
        found = _source(position, piece, name, authors, folded)
        if found is None:
            break
        source = found
        end = line.end()
    return end, source


def _source(position: int, piece: str, name: str | None, authors: Sequence[str | None], folded: _Folded) -> int | None:
    """Return the nearest comment above that holds `piece`, of `name` where one is given."""
    if len(piece) < (_SHORTEST if name is None else 4):
        return None
    for other in range(position - 1, max(-1, position - 1 - _NEAREST), -1):
        author = authors[other]
        if (name is None or (author or "").casefold() == name.casefold()) and piece in folded[other]:
            return other
    return None


def _folded(text: str) -> str:
    return _NO_WORDS.sub(" ", text.casefold()).strip()
