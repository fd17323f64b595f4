"""What each line of an article is: headline, body, caption, credit, promo or furniture.

Only conventions of news English (and some of its neighbours) are known here, no site's own words. A line that no
convention claims is body: a caption taken for body adds noise, body taken for a caption loses text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from moderation.parse.plain.headings import heading_of
from moderation.parse.plain.lines import Line
from moderation.parse.plain.stamps import is_buttons
from moderation.taxonomy import BlockKind

_LONGEST_HEADLINE: Final = 220
_CAPTION: Final = re.compile(
    r"^(?:pictured|photo(?:graph)?|image|picture|caption|video|illustration|graphic|bild|foto)\b[^:.]{0,40}:"
    r"|\bpictured:\s|^(?:above|below|left|right|top|inset|centre|center)(?: (?:left|right))?:\s"
    r"|^(?:in )?(?:this |an? |the )?(?:[\w-]+ ){0,2}file (?:photo|image|picture|pic)\b"
    r"|[(\[](?:image|photo|picture|pic|credit|file photo|foto|bild)s?\b[^)\]]{0,80}[)\]]$",
    re.IGNORECASE,
)
_CREDIT: Final = re.compile(
    r"^[(\[]?(?:additional |further |extra |with )?"
    r"(?:reporting|research|writing|editing|photograph(?:y|s)|graphics?|words|pictures|translation)"
    r"(?: and (?:reporting|writing|editing|research))? by\b|^(?:image |photo |picture )?credits?:"
    r"|^(?:written|reported|edited|compiled|posted|published) by\b.{0,80}$|^sources?: .{0,80}$"
    r"|\bcontributed to this (?:report|story|article)\b",
    re.IGNORECASE,
)
# A byline has capitals where a sentence that opens with "By" has not.
_BYLINE: Final = re.compile(
    r"(?:by|BY|By|Von|Par|Por)\s+(?:[A-ZÀ-Þ][\w.'’-]*[,\s]*(?:(?:and|in|for|und|et|y)\s+)?){1,8}"
)
_PROMO: Final = re.compile(
    r"^(?:most (?:read|popular|viewed|shared|commented)|read (?:more|also|next|the (?:full|whole|rest|original))"
    r"|more (?:on|from|stories|news|about)\b|related\b|see also|also read|also see|recommended|trending|don['’]t miss"
    r"|you (?:may|might) (?:also )?like|editor['’]?s['’]? (?:picks?|choice)|sign up|subscribe|newsletter|follow us"
    r"|join (?:us|our)\b|download (?:the|our) (?:free )?app|watch(?: now| more| the video)?:|listen(?: now)?:"
    r"|find out more|learn more|for more (?:stories|news|information|on)\b|promoted|sponsored|in case you missed"
    r"|what to read next|top stories|continue reading|lesen sie (?:auch|mehr)|mehr zum thema|(?:à )?lire aussi"
    r"|lee también|te puede interesar|leggi anche)",
    re.IGNORECASE,
)
_FURNITURE: Final = re.compile(
    r"\b(?:ctrl|cmd|strg|control)\s*\+\s*\w+"
    r"|^(?:to )?(?:suggest|report|point out|flag|spot(?:ted)?|found|see) (?:an? )?(?:\w+ )?"
    r"(?:correction|clarification|error|typo|mistake|problem)\b|^advert(?:isement|ising)?$|^(?:story|article) continues"
    r"|^share\b.{0,40}$|^(?:tweet|print|e-?mail|save|menu|search|home|close|loading|back to top|skip to .{1,30})$"
    r"|^(?:copyright\b|©|all rights reserved)|\bcookies?\b.{0,60}\b(?:accept|settings|policy|preferences)\b"
    r"|^(?:sign in|log in|register)\b.{0,40}$|^(?:tags?|filed under|topics?|categories|posted in|labels):"
    r"|^(?:(?:first |last )?(?:updated|published|modified))\b.{0,60}\d|^click here\b|\bclick here\b.{0,40}$|^anzeige$",
    re.IGNORECASE,
)
_CLOSERS: Final = "\"'”’»)]"
_SHORT_WORDS: Final = 12
_MONTHS: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATED: Final = re.compile(
    rf",\s+{_MONTHS} \d{{1,2}}\b|\b\d{{1,2}} {_MONTHS}(?:,? \d{{4}})?$|\b{_MONTHS} \d{{1,2}}(?:,? \d{{4}})?$"
)


def kinds_of(lines: Sequence[Line]) -> list[BlockKind]:
    """Return the kind of each line of an article that is given as its non-blank lines."""
    kinds: list[BlockKind] = [_alone(line.text) for line in lines]
    if _is_headline(lines, kinds):
        kinds[0] = "headline"
    _spread_captions(lines, kinds)
    return kinds


def ends_sentence(text: str) -> bool:
    """Tell whether `text` ends as a sentence does, closing quotes and brackets aside."""
    return text.rstrip(_CLOSERS).endswith((".", "!", "?", "…", ":", ";", ",", "–", "—", "-"))


def _alone(text: str) -> BlockKind:
    """Judge a line by its words alone."""
    few = len(text.split()) <= _SHORT_WORDS
    if heading_of(text) or (len(text) <= 200 and _FURNITURE.search(text)) or is_buttons(text):
        return "furniture"
    if (len(text) <= 200 and _CREDIT.search(text)) or (not ends_sentence(text) and few and _BYLINE.fullmatch(text)):
        return "credit"
    if _CAPTION.search(text):
        return "caption"
    if _PROMO.search(text) and (few or (len(text) <= 160 and not ends_sentence(text))):
        return "promo"
    return "body"


def _is_headline(lines: Sequence[Line], kinds: Sequence[BlockKind]) -> bool:
    if len(lines) < 2 or kinds[0] != "body" or "body" not in kinds[1:]:
        return False
    text = lines[0].text
    return len(text) <= _LONGEST_HEADLINE and (not ends_sentence(text) or (text.endswith("?") and len(text) < 120))


def _spread_captions(lines: Sequence[Line], kinds: list[BlockKind]) -> None:
    """Find captions without a cue: no full stop where the page has one everywhere, beside a caption or with a date."""
    body = [index for index, kind in enumerate(kinds) if kind == "body"]
    unfinished = [index for index in body if not ends_sentence(lines[index].text)]
    if len(body) < 5 or len(unfinished) > 0.2 * len(body):
        return
    changed = True
    while changed:
        changed = False
        for index in unfinished:
            text = lines[index].text
            if kinds[index] != "body" or len(text.split()) < 6:
                continue
            beside = "caption" in (
                kinds[index - 1] if index else "",
                kinds[index + 1] if index + 1 < len(kinds) else "",
            )
            if beside or _DATED.search(text):
                kinds[index] = "caption"
                changed = True
