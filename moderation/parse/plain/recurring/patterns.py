"""The lines of a page that keep coming back.

Two things come back on a page with comments: a line of the same words (a button, a warning) or a line of the same
shape (a name with a date). Nothing here knows a site's words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import compress, pairwise
from typing import Final

from moderation.parse.plain.line.buttons import button_key
from moderation.parse.plain.recurring.handles import handled
from moderation.parse.plain.recurring.orientation import pattern_of
from moderation.parse.plain.sheet import BARE, VERBATIM, Pattern, Sheet, name_line

_FEWEST_BELOW: Final = 4
_CROWD: Final = 5
_NAME_WORDS: Final = 5
_LONGEST_MARKER: Final = 120
_ABOUT_COMMENTS: Final = re.compile(
    r"\b(?:comments?|reply|replies|spoilers?|(?:report|flag) (?:this|as|abuse)|kommentar|commentaire|comentario)\b",
    re.I,
)
# What opens and closes code in a text that is written to be converted, and notes that no reader sees.
_FENCES: Final = ("```", "~~~", "<!--", "-->")
_ABOUT: Final = ("comm", "komm", "come", "rep", "spo", "flag")  # what each of these words has in it
_MAIL: Final = re.compile(r"(?:e-?mail:\s*)?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.I)
_NUMBER: Final = re.compile(r"\d\d*")  # `\d+` is tried at each place, this is looked for


def patterns_of(sheet: Sheet) -> list[Pattern]:
    """Return every repeating pattern of the page, believable or not; where texts stand to them is not told yet."""
    return [*_shaped(sheet), *handled(sheet), *_verbatim(sheet), *_bare_names(sheet)]


def _shaped(sheet: Sheet) -> list[Pattern]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, mark in enumerate(sheet.marks):
        if mark is not None and sheet.headed[index] is None:
            groups[mark.shape].append(index)
    return [pattern_of(sheet, shape, members) for shape, members in [*groups.items(), *_united(groups)]]


def _united(groups: Mapping[str, Sequence[int]]) -> list[tuple[str, list[int]]]:
    """Return the shapes of `Ann says` that differ in the date as one: sites print `2 hours ago`, then a date.

    With `by` it would take in the article's own byline.
    """
    shapes = [shape for shape in groups if shape.split(" ", 1)[0] == "says"]
    if len(shapes) < 2:
        return []
    return [("says *", sorted(index for shape in shapes for index in groups[shape]))]


def _verbatim(sheet: Sheet) -> list[Pattern]:
    """Return the lines that repeat word for word; below a heading two are enough, elsewhere they mean little."""
    heading = _heading_of(sheet)
    found = []
    for text, members in _alike(sheet, heading, fewest=3 if heading is None else 2).items():
        if any(b - a < 2 for a, b in pairwise(members)):
            continue
        strength = 0.05 if heading is None else 0.3 if sheet.buttons[members[0]] else 0.45
        strength += 0.25 if _is_about_comments(text) else 0.0
        if len({sheet.lines[index].text for index in members}) > 1 and not sheet.buttons[members[0]]:
            strength = 0.0  # `5 people like this` ends texts, but does not tell comments from a table of results
        crowded = strength > 0 and heading is None and _under_many_names(sheet, members)
        found.append(pattern_of(sheet, VERBATIM + text, members, strength)._replace(crowded=crowded))
    return found


def _heading_of(sheet: Sheet) -> int | None:
    """Return the first heading of comments; a counter at the end of the page heads nothing."""
    return next((index for index in sheet.headings if len(sheet) - index > _FEWEST_BELOW), None)


def _is_about_comments(text: str) -> bool:
    low = text.casefold()
    return any(part in low for part in _ABOUT) and _ABOUT_COMMENTS.search(text) is not None


def _alike(sheet: Sheet, heading: int | None, fewest: int) -> dict[str, list[int]]:
    """Return the short lines, below the heading if there is one, of which `fewest` or more are alike.

    The key is what they have in common: all of a line but its numbers, or of a row of buttons all but the counts.
    """
    begin = 0 if heading is None else heading + 1
    texts = [line.text if len(line.text) <= _LONGEST_MARKER else "" for line in sheet.lines[begin:]]
    for index in sheet.headings:
        if index >= begin:
            texts[index - begin] = ""
    # All lines at once: no line has a line feed in it, and each alone costs ten times this.
    keys = _NUMBER.sub("9", "\n".join([text.casefold() for text in texts])).split("\n")
    for index in compress(range(len(texts)), sheet.buttons[begin:]):
        keys[index] = _button_key(texts[index])
    distinct = len(set(keys))
    if len(keys) - max(0, keys.count("") - 1) - distinct < fewest - 1:  # on most pages no line comes back
        return {}
    often = {key for key, number in Counter(keys).items() if number >= fewest and key and not key.startswith(_FENCES)}
    groups: dict[str, list[int]] = defaultdict(list)
    for index in compress(range(len(keys)), map(often.__contains__, keys)):
        groups[keys[index]].append(begin + index)
    return groups


def _button_key(text: str) -> str:
    key = button_key(text) if text else ""
    return text if key == "9" else key


def _under_many_names(sheet: Sheet, members: Sequence[int]) -> bool:
    """Tell whether a line comes back below many different names, as no line of an article does.

    Nor of a list of people to write to: those have their addresses beside them.
    """
    if len(members) < _CROWD or _have_addresses(sheet, members):
        return False
    above = [name_line(sheet, index, loose=False) for index in members]
    names = {sheet.lines[index].text for index in above if index is not None}
    return len(names) >= 0.5 * len(members)


def _have_addresses(sheet: Sheet, members: Sequence[int]) -> bool:
    """Tell whether an e-mail address of its own stands to most members."""
    entries = pairwise(members)
    found = sum(any(_MAIL.fullmatch(line.text) for line in sheet.lines[begin:end]) for begin, end in entries)
    return found > 0.5 * (len(members) - 1)


def _bare_names(sheet: Sheet) -> list[Pattern]:
    """Return the pattern of names without dates: an indented rest of the page in which names stand alone.

    Subheadings look the same, but they do not come back, and the text below them is not set deeper than the article.
    """
    lines = sheet.lines
    if not any(line.indent for line in lines):
        return []
    flush = (index for index in range(len(lines) - 1, -1, -1) if lines[index].indent == 0 and not sheet.is_name(index))
    begin = next(flush, len(lines) - 1) + 1
    if not 2 <= begin <= len(sheet) - 6:
        return []
    members = [
        index
        for index in range(begin, len(lines) - 1)
        if lines[index + 1].indent >= max(1, lines[index].indent) and _stands_alone(sheet, index)
    ]
    if len(members) < 3:
        return []
    names = [lines[index].text for index in members]
    again = 1 - len(set(names)) / len(names)
    linked = sum(name.startswith("http") for name in names) / len(names)
    return [Pattern(BARE, 0.35 + 0.4 * min(1.0, 2 * (again + linked)), tuple(members))]


def counted_names(sheet: Sheet) -> list[Pattern]:
    """Return the pattern of names without dates below a heading that declares exactly as many comments.

    For pages without any other pattern: a heading that leaves out the replies can count the names by accident.
    """
    found = []
    for heading in sheet.headings:
        declared = sheet.headed[heading]
        if not declared or not declared.declared or sum(len(line.text) for line in sheet.lines[:heading]) < 200:
            continue
        members = [index for index in range(heading + 1, len(sheet) - 1) if _stands_alone(sheet, index)]
        if len(members) == declared.declared and members[0] <= heading + 2:
            found.append(Pattern(BARE, 0.7, tuple(members)))
    return found


def _stands_alone(sheet: Sheet, index: int) -> bool:
    line, following = sheet.lines[index], sheet.lines[index + 1]
    apart = following.gap > 0 or following.indent > line.indent or sheet.spaced
    if not apart or len(following.text) <= len(line.text) or sheet.marks[index] is not None:
        return False
    return sheet.is_name(index) and len(line.text.split()) <= _NAME_WORDS
