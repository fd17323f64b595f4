"""Personal data in a text: mail addresses and telephone numbers, which the pages cover until a key is held."""

from __future__ import annotations

import re
from typing import Final

from moderation.records import Span

_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", re.UNICODE)
# Eight digits or more with the usual signs between them; dates and prices have fewer, or other signs.
_PHONE: Final = re.compile(
    r"(?<![\w.,/])(?:\+|\(?0|\(\d)[\d\s()/.\-]{6,22}\d(?![\w/])|(?<![\w.,/-])\d{3}[ .-]\d{3}[ .-]\d{4}(?!\w)"
)
_DIGITS: Final = 8
_WORD: Final = re.compile(r"[^\W\d_]+")
_DATE: Final = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}")


def personal_spans(text: str) -> list[Span]:
    """Return the ranges of `text` that hold a mail address or a telephone number, in order."""
    spans = [Span(*found.span()) for found in _MAIL.finditer(text)] if "@" in text else []
    for found in _PHONE.finditer(text):
        if sum(char.isdigit() for char in found[0]) >= _DIGITS and not _DATE.fullmatch(found[0].strip()):
            spans.append(Span(*found.span()))
    return sorted(spans)


def covered(text: str) -> str:
    """Return `text` with every mail address and telephone number replaced by dots, for where no key can show them."""
    for span in reversed(personal_spans(text)):
        text = text[: span.start] + "•" * min(span.end - span.start, 8) + text[span.end :]
    return text


def dotted(text: str) -> str:
    """Return `text` with every word's first letter and dots, where nobody knows which of its words are hard to read."""
    return _WORD.sub(lambda word: word[0][0] + "•" * (len(word[0]) - 1), text)
