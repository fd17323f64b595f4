"""Lines as they read without what a converter of pages to text has put into them.

html2text writes links as `[Ann](/ann)`, lynx numbers them as `[12]Ann`, all of them set a bullet or a number before
the items of a list, which comments are. The marks stay in the page and in what is cut from it; only what a line is
judged by leaves them out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from moderation.parse.months import MONTHS, any_of
from moderation.parse.plain.line.lines import Line

# The text of a link may hold a picture, which is a link as well: the inner one is taken out first.
_LINK: Final = re.compile(r"!?\[(?P<text>[^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
_EMPHASIS: Final = re.compile(r"\*\*|(?<!\w)__(?=\w)|(?<=\w)__(?!\w)|^#{1,6}\s+")
_STRONG: Final = re.compile(r"\*\*|_(?=\()|(?<=\))_")
_HEADING: Final = re.compile(r"#{1,6}\s+(?=[^\W\d])")  # of Markdown; `# 3 Ann` is a number
_FEWEST_LINKS: Final = 3
_NUMBERED_LINK: Final = re.compile(r"\[\d{1,4}\]")
_FEWEST_NUMBERED: Final = 5
# A dash, a letter or a number is a bullet only where the line is set in.
_BULLETS: Final = "*•◦▪□☆■○●‣"
_BULLET: Final = re.compile(rf"(?:[{_BULLETS}]\s+)+(?=\S)")
_BULLET_SET_IN: Final = re.compile(
    rf"(?:(?:[*•◦▪□☆■○●‣+-]|o|\d{{1,3}}\.(?!\s+(?i:{any_of(MONTHS)})\b))\s+)+(?=\S)"  # `20. Jul, 2012` is a date
)
_SET_IN: Final = "+-o"  # what else opens a line as a bullet there, besides a number
_PICTURE: Final = re.compile(r"\[(?:i|p|a|img|image|icon|photo|pic\w*|avatar\w*|userpic\w*)\]", re.IGNORECASE)
_IMAGE: Final = re.compile(r"\[[\w.-]+\.(?:gif|jpe?g|png|svg|webp)\]")
_ESCAPED: Final = re.compile(r"\\([^\w\s])")  # `\-`
_NOTHING: Final = "•"  # a line of signs alone is judged as a row of buttons is


def unmarked(page: str, lines: Sequence[Line]) -> list[Line]:
    """Return `lines` with the texts that they are judged by; places are kept."""
    bracketed = "[" in page
    linked = bracketed and page.count("](") >= _FEWEST_LINKS
    numbered = bracketed and len(_NUMBERED_LINK.findall(page)) >= _FEWEST_NUMBERED
    if linked or "(BUTTON)" in page:
        return [_unmarked(line, linked=linked, numbered=numbered) for line in lines]
    bullets = {sign for sign in _BULLETS if sign in page}
    if "#" in page and "\n#" in page:
        bullets.add("#")
    return [
        _unmarked(line, linked=linked, numbered=numbered)
        if line.indent or (bullets and line.text[0] in bullets) or (bracketed and "[" in line.text)
        else line
        for line in lines
    ]


def _unmarked(line: Line, *, linked: bool, numbered: bool) -> Line:
    text = _judged(line, linked=linked, numbered=numbered)
    return line if text == line.text else line._replace(text=text)


def _judged(line: Line, *, linked: bool, numbered: bool) -> str:
    text = line.text
    bulleted = text[0] in _BULLETS or (line.indent and (text[0] in _SET_IN or text[0].isdigit()))
    if not (bulleted or linked or "[" in text or text[0] in "#*" or "(BUTTON)" in text):
        return text  # nine lines in ten
    if text.startswith("**"):
        text = _STRONG.sub("", text)
    if text[0] == "#" and (heading := _HEADING.match(text)) is not None:
        text = _LINK.sub(r"\g<text> ", text[heading.end() :])
    if linked and ("](" in text or "**" in text or text[0] in "#_"):
        text = _EMPHASIS.sub("", _LINK.sub(r"\g<text> ", _LINK.sub(r"\g<text> ", text)))
    if numbered and "[" in text:
        text = _NUMBERED_LINK.sub("", text)
    if "(BUTTON)" in text:
        text = text.replace("(BUTTON)", "")
    if "." in text and "[" in text:
        text = _IMAGE.sub("", text)
    text = text.strip()
    bullet = (_BULLET_SET_IN if line.indent else _BULLET).match(text)
    if bullet:
        text = text[bullet.end() :]
    if linked:
        text = _ESCAPED.sub(r"\1", _EMPHASIS.sub("", text))
    return _NOTHING if not text or _PICTURE.fullmatch(text) else text
