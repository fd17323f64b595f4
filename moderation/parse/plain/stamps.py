"""What makes a line look like the header of a comment: a date, a name that `says:`, a row of buttons.

Lines are reduced to shapes (`Posted by Ann, 3 May 2024 at 7:12 pm` -> `by M 9 9 9:9 A`), because a site prints the
same shape above every comment, whatever its words are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_MONTH: Final = (
    r"(?:jan(?:uar[yi]?|uary|vier)?|feb(?:r?uar[yi]?)?|f[ée]vr(?:ier)?|m(?:ar(?:ch|s|zo)?|ärz|rz)|apr(?:il|ile)?|avr(?:il)?"
    r"|ma[iy]|mayo|maggio|june?|juni|juin|junio|giugno|july?|juli|juil(?:let)?|julio|luglio|aug(?:ust)?|ao[uû]t|agosto"
    r"|sept?(?:ember|embre|iembre)?|settembre|o[ck]t(?:ober|obre|ubre)?|ottobre|nov(?:ember|embre|iembre)?"
    r"|de[cz](?:ember|embre)?|d[ée]c(?:embre)?|diciembre|dicembre|enero|gennaio|febrero|febbraio|abril|aprile)\b\.?"
)
_WEEKDAY: Final = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
    r"|(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)\b"
    r"|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b"
)
_YEAR: Final = r"(?:19|20)\d\d"
_DATE: Final = (
    rf"(?:(?:{_WEEKDAY}),?\s+(?:the\s+)?)?(?:"
    rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,?\s+{_YEAR})?"
    rf"|(?<!\w)\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?{_MONTH},?(?:\s+(?:de\s+)?{_YEAR}|\s+'?\d\d(?!\d))?"
    rf"|(?<!\d){_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|(?<!\d)\d{{1,2}}(?P<sep>[-/.])\d{{1,2}}(?P=sep)(?:{_YEAR}|\d\d)(?!\d)"
    rf"|(?<!\d)\d{{1,2}}-{_MONTH}-(?:{_YEAR}|\d\d))"
)
_ZONE: Final = r"(?:\s*\(?\b(?:utc|gmt|[ecmp][sd]?t|bst|cest|cet|ist|uhr|z)\b(?:\s*[+-]\d{1,2}(?::?\d\d)?)?\)?)?"
_TIME: Final = (
    r"(?<![\d:])\d{1,2}(?:[:.]\d\d(?:[:.]\d\d)?\s*[ap]\.?m\b\.?|:\d\d(?::\d\d)?(?![\d:])|\s?[ap]\.?m\b\.?|h\d\d\b)"
    rf"{_ZONE}"
)
_UNIT: Final = r"(?:second|minute|min|hour|hr|day|week|month|year)s?"
_AGO: Final = (
    rf"(?<!\w)(?:about\s+|over\s+|almost\s+)?(?:\d{{1,3}}|an?|one|two)\s*(?:{_UNIT}|[smhdwy]|mo)\b"
    rf"(?:,?\s+(?:and\s+)?\d{{1,2}}\s+{_UNIT})?\s+ago\b"
    r"|\bvor\s+\d+\s+(?:sekunden?|minuten?|stunden?|tag(?:en)?|wochen?|monat(?:en)?|jahr(?:en)?)\b"
    r"|\bil y a\s+\d+\s+\w+|\bhace\s+\d+\s+\w+"
)
_STAMP: Final = re.compile(rf"(?P<ago>{_AGO})|(?P<date>{_DATE})|(?P<time>{_TIME})", re.IGNORECASE)
_WEEKDAY_ALONE: Final = re.compile(rf"(?:{_WEEKDAY})(?=,?\s*$|,?\s+at\b|\s*[-|@])", re.IGNORECASE)
_HAS_YEAR: Final = re.compile(rf"{_YEAR}|[-/.]\d\d$|'\d\d$")

_SAYS: Final = re.compile(
    r"\b(?:says|said|writes|wrote|commented|replied|responded|adds|added"
    r"|schrieb|schreibt|sagte?|meint|a écrit|a dit|dit"
    r"|dice|dijo|escribió|escribe|ha scritto|scrive|schreef|zei|diz|disse)\b",
    re.IGNORECASE,
)
_BY: Final = re.compile(
    r"^(?:[#(\[]?\d+[.)\]:]?\s+)?(?:(?:comment(?:ed)?|posted|written|submitted|left|sent|reply|response|review(?:ed)?|from"
    r"|verfasst|geschrieben|publi[ée]|escrito|publicado|scritto)\s+)*(?:by|from|von|par|por|da)\b\s*:?\s*",
    re.IGNORECASE,
)
# `von` and `par` open too many sentences to count without a date.
_ENGLISH_BY: Final = re.compile(
    r"(?:[#(\[]?\d+[.)\]:]?\s+)?(?:comment|posted|by|left|written|submitted)", re.IGNORECASE
)
_FILLER_WORDS: Final = (
    r"(?:on|at|in|the|and|posted|commented|comment(?: by)?|written|submitted|date|time|um|am|le|à|el|a las|il|alle|op"
    r"|permalink|link|reply|edited|says?|said|wrote|writes|via|from)"
)
_FILLER_SIGNS: Final = r"[-–—|•·,:;./#(\[)\]@»«<>~*\"…]"
_FILLER: Final = re.compile(
    rf"^(?:{_FILLER_WORDS}(?!\w)|(?:{_FILLER_SIGNS}\s*)+)\s*"
    rf"|\s*(?:(?<!\w){_FILLER_WORDS}|(?![).]){_FILLER_SIGNS}(?:\s*(?![).]){_FILLER_SIGNS})*)$",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"^(?:#?\d{1,5}[.):]?(?:\s+|$)|[+-]\d{1,4}\s+)")
_BUTTONS: Final = frozenset(
    """reply respond report abuse comment this flag like dislike unlike share permalink link quote edit delete recommend
    recommended rec recs favourite favorite follow unfollow upvote downvote vote votes point points pt pts up down likes
    thumbs parent collapse expand hide show more less replies view see rating rated action actions spam inappropriate
    unsuitable agree disagree fan fans verified antworten melden gefällt mir zitieren répondre signaler responder
    rispondi""".split()  # noqa: SIM905 - a list of a hundred quoted words reads worse
)
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+|\S")
_COMMON: Final = frozenset(
    """the was were is are be been has have had will would can could this that these those with for from not but they
    you we it its his her my your our their which who what when where there if so because about into than then als auch
    das und ist nicht est une que una para""".split()  # noqa: SIM905 - as above
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_TRAILER: Final = re.compile(
    r"\s*\((?:not verified|\d+)\)$|\s+[+-]?\d+ (?:recs?|points?|likes?|fans?)$|'s picture$|^\(?\d+\)\s*", re.IGNORECASE
)
_PROFILE: Final = re.compile(r"^https?://\S+\s+(?=\S)")
_CUT: Final = " \x1f "  # stands where a date stood; no page has it
_LONGEST_HEADER: Final = 160
_LONGEST_NAME: Final = 70


@dataclass(frozen=True, slots=True)
class Mark:
    """What makes a line header-like. `shape` groups lines of one kind; `strength` is 0 to 1; `name` is what is left."""

    shape: str
    strength: float
    name: str | None
    says: bool = False
    dated: bool = False
    timed: bool = False
    ago: bool = False


def mark_of(text: str) -> Mark | None:
    """Return what makes `text` look like the header of a comment, or None."""
    if len(text) > _LONGEST_HEADER:
        return None
    stamps = [*_STAMP.finditer(text)]
    if not stamps and (day := _WEEKDAY_ALONE.search(text)) and re.search(r"\d", text):
        stamps = [day]
    rest = _without(text, stamps)
    says = bool(_SAYS.search(rest)) and _says_ends(text, rest, bool(stamps))
    if not stamps and not says:
        return _by_alone(text)
    by = bool(_BY.match(rest))
    name = name_in(rest, says=says)
    if name is None and _residue(rest):
        return None
    return _mark(stamps, says=says, by=by, name=name)


def is_buttons(text: str) -> bool:
    """Tell whether `text` holds nothing but the words on the buttons and counters of a comment."""
    if len(text) > _LONGEST_HEADER:
        return False
    words = [token for token in _TOKEN.findall(text.casefold()) if token[0].isalpha()]
    return all(word in _BUTTONS for word in words) and (bool(words) or text[:1] not in "\"'“”([{")


def looks_like_name(text: str) -> bool:
    """Tell whether `text` can stand as a display name: short, and not a sentence."""
    text = without_address(text)
    if not 0 < len(text) <= _LONGEST_NAME or text[0] == "@":
        return False
    if text[-1] in ".!?…:;," and not re.search(r"\b\w\.$", text):
        return False
    if text.startswith(("http", "www.", '"', "“", "[...]", "(", ">")) or is_buttons(text):
        return False
    words = _WORD.findall(text)
    if len(words) > 7:
        return False
    # `Colette, Just for Foodies` is a name, `as the minister of works` is not: only a name has all else in capitals.
    titled = bool(words) and all(word[0].isupper() or word in _COMMON for word in words) and words[0][0].isupper()
    return len(words) < 4 or titled or not any(word in _COMMON for word in words)


def without_address(text: str) -> str:
    """Return `text` without the address that copies of a linked name print before it."""
    return _PROFILE.sub("", text)


def name_in(rest: str, *, says: bool = False) -> str | None:
    """Return the name in a header line whose dates are taken off, or None when none can be told."""
    if says and (verb := _SAYS.search(rest)):
        rest = rest[: verb.start()] if rest[: verb.start()].strip(" \t:|-") else rest[verb.end() :]
    for part in rest.split(_CUT):
        name = _bare(_BY.sub("", _NUMBER.sub("", _bare(part))))
        name = _bare(_TRAILER.sub("", name))
        if looks_like_name(name):
            return name
    return None


def _bare(text: str) -> str:
    """Return `text` without the filler words and signs at both ends."""
    before = None
    while before != text:
        before, text = text, _FILLER.sub("", text).strip()
    return text


def _without(text: str, stamps: list[re.Match[str]]) -> str:
    parts, last = [], 0
    for stamp in stamps:
        parts.append(text[last : stamp.start()])
        last = stamp.end()
    return _CUT.join([*parts, text[last:]]).strip() if stamps else text


def _says_ends(text: str, rest: str, stamped: bool) -> bool:  # noqa: FBT001 - one private caller
    """`Ann says:` is a header, `Ann says the bridge is closed.` is not: after the verb only a date may come."""
    verb = _SAYS.search(rest)
    if verb is None or len(rest) > _LONGEST_NAME + 30:
        return False
    tail = rest[verb.end() :].strip()
    if stamped:
        return not _WORD.search(_bare(tail.replace("\x1f", "|")))
    return bool(re.fullmatch(r"(?::|,|\.\.\.|…)[\s.…:]*", tail)) and text.rstrip().endswith((":", ".", "…", ","))


def _by_alone(text: str) -> Mark | None:
    """`by Ann (12)` without a date: weak, good only as one of many."""
    opening = _BY.match(text)
    if opening is None or not _ENGLISH_BY.match(text) or (name := name_in(text)) is None:
        return None
    signs = re.sub(r"\d+", "9", re.sub(r"[^\W\d]+", "", text[opening.end() :]))
    return Mark(f"by {signs.strip()}", 0.35, name)


def _residue(rest: str) -> bool:
    """Tell whether more than fillers, numbers and buttons is left: a sentence that mentions a date."""
    left = (_bare(_NUMBER.sub("", part.strip())) for part in rest.split(_CUT))
    return any(_WORD.search(part) and not is_buttons(part) for part in left)


def _mark(stamps: list[re.Match[str]], *, says: bool, by: bool, name: str | None) -> Mark:
    kinds = {stamp.lastgroup for stamp in stamps} - {None}
    dated = "date" in kinds
    timed = "time" in kinds
    strength = 0.9 if says else 0.0
    if "ago" in kinds:
        strength = max(strength, 0.7)
    if dated:
        strength = max(strength, 0.75 if timed else 0.5 if any(_HAS_YEAR.search(s.group()) for s in stamps) else 0.35)
    elif timed or stamps:
        strength = max(strength, 0.35)
    strength = min(1.0, strength + (0.1 if name else 0.0) + (0.1 if by else 0.0))
    words = [word for word, present in (("says", says), ("by", by)) if present]
    shape = " ".join([*words, *(_shape(stamp.group()) for stamp in stamps)])
    return Mark(shape, round(strength, 2), name, says, dated or "ago" in kinds, timed, "ago" in kinds)


def _shape(stamp: str) -> str:
    shape = re.sub(rf"(?:{_WEEKDAY}),?", "W", stamp, flags=re.IGNORECASE)
    shape = re.sub(_MONTH, "M", shape, flags=re.IGNORECASE)
    shape = re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", shape)
    shape = re.sub(r"\b(?:an?|one|two)\b|\d+", "9", shape, flags=re.IGNORECASE)
    shape = re.sub(r"(?<=9)\s*[ap]\.?m\.?", "A", shape, flags=re.IGNORECASE)
    return re.sub(rf"\b{_UNIT}", "U", re.sub(r"\s+", " ", shape), flags=re.IGNORECASE).lower()
