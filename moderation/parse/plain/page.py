"""The text of a page, as a scraper or a person copied it, taken apart into article and comments.

Nothing is lost on the way: every non-blank line is in a block of the article or in the text of one comment, and
`page[start:end]` gives back the text of either.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from moderation.counted import noun
from moderation.parse.encoding import storable
from moderation.parse.identity import Ids
from moderation.parse.plain.blocks import kinds_of
from moderation.parse.plain.comment.numbered import numbered
from moderation.parse.plain.comment.quotes import NOTHING_QUOTED, all_marked, quoted
from moderation.parse.plain.comment.replies import Said, answers
from moderation.parse.plain.comment.slots import Slot
from moderation.parse.plain.comment.written import times_written
from moderation.parse.plain.line.converted import unmarked
from moderation.parse.plain.line.inline import parted
from moderation.parse.plain.line.lines import Line, lines_of
from moderation.parse.plain.line.openings import openings_of
from moderation.parse.plain.section import Section, section_at, section_of, topic_of
from moderation.parse.plain.sheet import Sheet, headings_of, sheet_of
from moderation.records import Article, Block, Comment, Confidence, Notice, Page
from moderation.records.quick import open_twin

_PARENT: Final = re.compile(r"(?:^|[|·•]\s*)parent(?:\s*[|·•]|$)|(?:link|embed|save)parent(?:report|reply|$)")
_NUMBER: Final = re.compile(r"(?:^|\s)#(\d{1,5})$|^#(\d{1,5})\s")
_LONGEST_ROW: Final = 160
_OPEN_BLOCK: Final = open_twin(Block)
_OPEN_COMMENT: Final = open_twin(Comment)


def parse_page(text: str, *, source: str, thread_id: str) -> Page:
    """Separate a decoded page into its article, its comments in page order, and what to warn about.

    Offsets are code points of `text`; never fails. NUL and lone surrogates come out as U+FFFD, one for one.
    """
    text = storable(text)
    whole = unmarked(text, lines_of(text))
    openings = openings_of(whole)
    headed = headings_of(whole, openings)
    lines = parted(text, whole, headed)
    sheet = sheet_of(lines, openings, headed) if lines is whole else sheet_of(lines)
    section = section_of(sheet)
    if section is None and sheet.headings and (items := numbered(text, sheet)) is not None:
        lines, pattern = items
        sheet = sheet_of(lines)
        section = section_at(sheet, pattern)
    comments = _comments(text, lines, section, source, thread_id) if section else ()
    heading = _declaring(sheet, section)
    article = _article(text, sheet, section, heading, source, thread_id)
    return Page(article, comments, tuple(_notices(lines, section, heading, comments)))


def _article(
    text: str,
    sheet: Sheet,
    section: Section | None,
    heading: tuple[int, int] | None,
    source: str,
    thread_id: str,
) -> Article:
    above = sheet.lines[: section.start] if section else sheet.lines
    kinds = kinds_of(above, discussed=section is not None, sheet=sheet)
    blocks = [
        _OPEN_BLOCK(kind, text[line.start : line.end], line.start, line.end)
        for line, kind in zip(above, kinds, strict=True)
    ]
    if section:
        spoken = {index for slot in section.slots for index in range(slot.first, slot.last)}
        rest = [line for index, line in enumerate(sheet.lines[section.start :], section.start) if index not in spoken]
        blocks += [_OPEN_BLOCK("furniture", text[line.start : line.end], line.start, line.end) for line in rest]
    for block in blocks:
        block.__class__ = Block
    return Article(
        source=source,
        site=None,
        thread_id=thread_id,
        title=next((line.text for line, kind in zip(above, kinds, strict=True) if kind == "headline"), None),
        text="\n\n".join(block.text for block in blocks if block.kind == "body"),
        declared_comments=None if heading is None else heading[1],
        blocks=tuple(blocks),
    )


def _declaring(sheet: Sheet, section: Section | None) -> tuple[int, int] | None:
    """Return the line number of the heading that declares a count, and the count; None when there is none."""
    if section is not None and section.heading is not None and section.declared is not None:
        return sheet.lines[section.heading].number, section.declared
    for index, heading in enumerate(sheet.headed[: section.start] if section else sheet.headed):
        if heading is not None and heading.declared is not None:
            return sheet.lines[index].number, heading.declared
    return None


def _comments(text: str, lines: Sequence[Line], section: Section, source: str, thread_id: str) -> tuple[Comment, ...]:
    spans = [(lines[slot.first].start, lines[slot.last - 1].end) for slot in section.slots]
    texts = [text[start:end] for start, end in spans]
    authors = [slot.author for slot in section.slots]
    quotes = quoted(texts, authors)
    if (signs := all_marked(texts, quotes)) is not None:
        spans = [(start + sign, end) for (start, end), sign in zip(spans, signs, strict=True)]
        texts = [text[start:end] for start, end in spans]
        quotes = [NOTHING_QUOTED] * len(texts)
    parents, numbers = "parent" in text, "#" in text  # on few pages, and asking the page costs less than its lines
    said = [
        Said(
            body,
            slot.author,
            slot.indent,
            slot.addressee,
            parents and _is_below(lines, slot),
            topic_of(lines, slot),
            quotation,
            _number(lines, slot) if numbers else None,
        )
        for slot, body, quotation in zip(section.slots, texts, quotes, strict=True)
    ]
    links = answers(said)
    times = times_written(lines, section.marks, section.slots)
    ids = Ids()
    names = [ids.made(thread_id, slot.author, body) for slot, body in zip(section.slots, texts, strict=True)]
    made = [
        _OPEN_COMMENT(
            source=source,
            thread_id=thread_id,
            id=names[position],
            text=texts[position],
            parent_id=None if link.parent is None else names[link.parent],
            reply_to=link.name,
            author=slot.author,
            created_at=times[position],
            quotes=quotes[position].spans,
            start=spans[position][0],
            end=spans[position][1],
            confidence=_confidence(slot.author_confidence, slot.boundary, link.confidence),
        )
        for position, (slot, link) in enumerate(zip(section.slots, links, strict=True))
    ]
    for comment in made:
        comment.__class__ = Comment
    return tuple(made)


def _number(lines: Sequence[Line], slot: Slot) -> int | None:
    """Return the number that a header gives its comment, as `#3` does."""
    for index in range(slot.head, slot.first):
        text = lines[index].text
        if "#" in text and (number := _NUMBER.search(text)):
            return int(number[1] or number[2])
    return None


def _is_below(lines: Sequence[Line], slot: Slot) -> bool:
    """Tell whether the buttons of a comment lead to a comment above it."""
    for index in (*range(slot.head, slot.first), *range(slot.last, slot.stop)):
        text = lines[index].text
        if "parent" in text and len(text) <= _LONGEST_ROW and _PARENT.search(text):
            return True
    return False


@lru_cache(maxsize=256, typed=True)
def _confidence(author: float, boundary: float, parent: float) -> Confidence:
    """Return the same record for the same numbers: most comments of a page share theirs."""
    return Confidence(author, boundary, parent)


def _notices(
    lines: Sequence[Line], section: Section | None, heading: tuple[int, int] | None, comments: Sequence[Comment]
) -> list[Notice]:
    notices = []
    if heading is not None and heading[1] != len(comments):
        line, declared = heading
        replies = sum(comment.reply_to is not None or comment.parent_id is not None for comment in comments)
        shape = f" ({len(comments) - replies} top-level, {replies} {noun(replies, 'reply')})" if comments else ""
        notices.append(Notice(f"declared {declared} {noun(declared, 'comment')}, found {len(comments)}{shape}", line))
    if section is not None and section.empty:
        message = f"{section.empty} {noun(section.empty, 'comment header')} without a text"
        notices.append(Notice(message, lines[section.start].number))
    return notices
