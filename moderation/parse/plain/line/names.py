"""What can stand as a display name, and the name in a header whose dates are taken off."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from moderation.parse.plain.line.buttons import is_buttons
from moderation.parse.plain.line.fillers import FILLER_SIGNS, bare, without_number
from moderation.parse.plain.line.lines import in_any_case, lowered, opens_with

CUT: Final = " \x1f "  # stands where a date stood; no page has it
LONGEST_NAME: Final = 70
_SAYS: Final = re.compile(
    r"\b(?:says|said|writes|wrote|commented|replied|responded|adds|added"
    r"|schrieb|schreibt|sagte?|meinte?|a écrit|écrit|a dit|dit"
    r"|dice|dijo|escribió|escribe|ha scritto|scrive|ha detto|schreef|zei|zegt|diz|disse|escreveu"
    r"|skriver|skrev|säger|siger|sier|pisze|napisał[ao]?|mówi|píše|říká|napsala?|sanoo|kirjoitti|kirjoittaa"
    r"|diyor ki|dedi ki|yazdı|пишет|написала?|говорит|сказала?|пише|каже)\b"
)
_SAYS_LAST: Final = re.compile(rf"(?:{_SAYS.pattern})$")
_SAYS_ENDS: Final = frozenset(  # the last two letters of each of these verbs
    """aa al ał be bt ce ds dı eb ed ef ei er es eu ev gt id it iz ió jo ki ká la nt oo se te ti to ve wi ys ze ła ło še
    ал ет же ит ла ше""".split()  # noqa: SIM905 - a list of endings
)
_BY: Final = re.compile(
    r"^(?:[#(\[]?\d+[.)\]:]?\s+)?(?:(?:comment(?:ed)?|post(?:ed)?|written|submitted|left|sent|reply|response"
    r"|review(?:ed)?|from|kommentar|commentaire|comentario|comentário|commento|reactie"
    r"|verfasst|geschrieben|erstellt|beitrag|bericht|message|mensaje|messaggio|mensagem|inlägg|posté|écrit|rédigé|publi[ée]|escrito|publicado|enviado|scritto|inviato)\s+)*"
    r"(?:by|from|von|par|por|da|door|av|af|(?-i:di))\b\s*:?\s*",
    re.IGNORECASE,
)
_BY_OPENINGS: Final = in_any_case(
    """af|av|bei|ber|by|com|da|di|doo|env|ers|esc|fro|ges|inl|inv|kom|lef|men|mes|par|por|pos|pub|rea|rep|res|rev|réd|scr|sen
    sub|ver|von|wri"""
)
# Chinese and Japanese have no blanks by which words could be counted.
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_MOST_UNSPACED: Final = 10
_FULL_WIDTH_ENDS: Final = re.compile("[，。！？、；：]")
_MOST_WORDS: Final = 7
_LONGEST_CALLED: Final = 40
_PLAIN_WORDS: Final = 3
_DOUBTFUL: Final = 0.6
_NEARLY: Final = 0.8
_MOST_CALLED: Final = 5
_LINE_ENDS: Final = " \t\u00a0•·|∙:"
_COMMON: Final = frozenset(
    """the was were is are be been has have had will would can could this that these those with for from not but they
    you we it its his her my your our their which who what when where there if so because about into than then als auch
    das und ist nicht est une que una para""".split()  # noqa: SIM905 - a list of fifty quoted words reads worse
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_TRAILER: Final = re.compile(
    r"\s*[(\[](?:not verified|verified|edited|author|autor|autore|auteur|visitor|guest|member|e-?mail|url|www|op|s|m|a"
    r"|\s*\d+\s*)[)\]]?$"
    r"|\s+[+-]?\d+ (?:recs?|points?|pts|likes?|fans?)$|'s picture$|^\(?\d+\)\s*|\s*<\S+@\S+>?$",
    re.IGNORECASE,
)
_MAY_TRAIL: Final = re.compile(r"[(\[<']|\d[ )]")  # what each of the trailers has in it
_PROFILE: Final = re.compile(r"^https?://\S+\s+(?=\S)")
_LABELLED: Final = re.compile(
    r"(?:from|(?:user|nick|full |your |display )?name|author|user|posted by|respondent|submitter|submitted by|commenter"
    r"|reader|guest|visitor|von|autor(?:in)?|absender|gast|leser(?:in)?|benutzer|de|nom|pseudo|auteur|nombre|autora"
    r"|nome|autore|naam|namn|navn|imię|имя|автор)\s*:\s*(?=\S)",
    re.IGNORECASE,
)
_NO_NAMES: Final = ("http", "www.", '"', "“", "„", "«", "[...]", "(", "（", ">", "</", "<div", "<span", "<p>", "<li")
# Which way a name is written, as networks put around it.
_DIRECTIONS: Final = "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
_HANDLE: Final = re.compile(r"@[\w.-]{2,40}(?:@[\w.-]{2,60})?")
# What heads a note to an article, never a comment.
_LABEL: Final = re.compile(
    r"(?:correction|clarification|update[ds]?|last updated|editor['’]?s note|(?:first )?published|modified|stand"
    r"|aktualisiert|veröffentlicht|korrektur|publié|mis à jour|modifié|correctif|publicado|actualizado|corrección"
    r"|aggiornato|pubblicato)\b",
    re.IGNORECASE,
)
LABEL_OPENINGS: Final = in_any_case("act|agg|akt|cla|cor|edi|fir|kor|las|mis|mod|pub|sta|upd|ver")
# No account at all, or its number: `ID:x7Kp0`.
_NOBODY: Final = re.compile(r"deleted|removed|gelöscht|supprimé|eliminado|unknown|ID:\S{3,20}", re.IGNORECASE)
_ENDS: Final = ".!?…:;,"
_ABBREVIATED: Final = re.compile(r"\b\w\.$|\b(?:Jr|Sr|Dr|St)\.$")
_LONGEST_MONOGRAM: Final = 3
_PICTURE: Final = r"(?:avatar|picture|photo|image|pic|profilbild|bild|foto|portrait|icon)"
_PORTRAIT: Final = re.compile(
    rf"\W*(?:the )?(?:user |profile )*{_PICTURE}(?:\s(?:of|for|von|de|di|van))?\W*(?:u/|user )?\W*"
    rf"|\W*(?:u/|user )?\W*(?:['’]s )?(?:user |profile )*{_PICTURE}\W*",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)  # asked of a line above a header once for each that it could belong to
def looks_like_name(text: str) -> bool:
    """Tell whether `text` can stand as a display name: short, and not a sentence."""
    if len(text) > LONGEST_NAME and not text.startswith("http"):
        return False
    text = without_address(text)
    if not 0 < len(text) <= LONGEST_NAME or text[0] == "@":
        return False
    if text[-1] in _ENDS and not _ABBREVIATED.search(text):
        return False
    if text.startswith(_NO_NAMES) or _is_code(text) or is_buttons(text):
        return False
    # `Jo from the allotment says`
    if " " in text and may_say(text) and (verb := _SAYS_LAST.search(lowered(text))):
        return is_short_name(text[: verb.start()].rstrip())
    return _is_worded_as_name(text)


def _is_code(text: str) -> bool:
    """Tell whether signs stand in `text` that only programs have: `gate.open()`."""
    return "`" in text or "{" in text or "()" in text


def may_say(text: str) -> bool:
    """Tell whether `text` ends in the last two letters of a verb of saying."""
    return text[-2:].lower() in _SAYS_ENDS or text[-1:].isspace()


def _is_worded_as_name(text: str) -> bool:
    """Tell whether words are as few as a name has, or written as only a name is."""
    words = _WORD.findall(text)
    if len(words) > _MOST_WORDS:
        return False
    if not text.isascii() and (len(_UNSPACED.findall(text)) > _MOST_UNSPACED or _FULL_WIDTH_ENDS.search(text)):
        return False
    if len(words) < 4 or " " not in text:
        return True
    # `Colette, Just for Foodies` is a name, `as the minister of works` is not: only a name has all else in capitals.
    titled = words[0][0].isupper() and all(word[0].isupper() or word in _COMMON for word in words)
    return titled or not any(word in _COMMON for word in words)


def is_handle(text: str) -> bool:
    """Tell whether `text` is nothing but `@name`."""
    text = text.strip(_DIRECTIONS)
    return text[:1] == "@" and _HANDLE.fullmatch(text) is not None


def is_monogram(text: str, name: str) -> bool:
    """Tell whether `text` is the first letters of `name`, as sites show them where there is no portrait."""
    if len(text) > _LONGEST_MONOGRAM or not name or not (text.isupper() or len(text) == 1):
        return False
    letters = "".join(word[0] for word in name.split())
    return text.casefold() in (
        letters.casefold(),
        (letters[0] + letters[-1]).casefold(),
        name.lstrip("@~")[: len(text)].casefold(),
    )


def is_portrait(text: str, name: str) -> bool:
    """Tell whether `text` stands for the portrait of `name`: its letters, or `u/ann avatar`, `Photo of Ann`."""
    if is_monogram(text, name):
        return True
    return bool(name) and name in text and _PORTRAIT.fullmatch(text.replace(name, " ", 1)) is not None


def is_label(text: str) -> bool:
    """Tell whether `text` opens as a note on an article does: `Correction`, `Updated`, `Stand`."""
    return may_be_label(text[:3]) and _LABEL.match(text) is not None


@lru_cache(maxsize=8192)
def may_be_label(letters: str) -> bool:
    """Tell whether a line that opens with three `letters` may open as a note on an article does."""
    return opens_with(letters.casefold(), LABEL_OPENINGS)


def name_confidence(name: str) -> float:
    """Return how sure a line is a display name, 0 to 1: `Ann Lee` more than `never again, says who`."""
    words = name.split()
    capitals = all(word[:1].isupper() or not word[:1].isalpha() for word in words)
    if capitals and len(words) <= 4 and "," not in name:
        return 0.9
    return 0.6 if len(words) <= 3 and "," not in name else 0.4


def are_plainly_names(texts: Collection[str]) -> bool:
    """Tell whether nearly all lines are written as a name and hardly as a title: `Ann Lee`, `ann42`, not `Why now`."""
    return sum(map(_is_plain, texts)) >= _NEARLY * len(texts) > 0


def are_hardly_names(texts: Collection[str]) -> bool:
    """Tell whether half of the lines are written as what people are, and not as they are called: `Civil engineer`."""
    return sum(map(_is_plain, texts)) <= 0.5 * len(texts)


def _is_plain(text: str) -> bool:
    return " " not in text or (len(text.split()) <= _PLAIN_WORDS and name_confidence(text) > _DOUBTFUL)


def without_address(text: str) -> str:
    """Return `text` without the address that copies of a linked name print before it."""
    return _PROFILE.sub("", text) if text.startswith("http") else text


def display_name(text: str) -> str:
    """Return the name that a line of its own holds: `Ann` of `From: Ann`, of `Ann says`, of `Ann •`."""
    text = text.strip(_DIRECTIONS)
    name = _LABELLED.sub("", without_address(text).lstrip("~")).rstrip(_LINE_ENDS)
    verb = says_in(name) if " " in name else None
    return name[: verb.start()].rstrip() if verb and verb.start() and verb.end() == len(name) else name or text


def labels_name(text: str) -> bool:
    """Tell whether a line says itself that a name follows: `Name: Ann`, `From: Ann`."""
    return _LABELLED.match(text) is not None


def name_in(rest: str, *, says: bool = False) -> str | None:
    """Return the name in a header line whose dates are taken off, or None when none can be told."""
    if says and (verb := says_in(rest)):
        rest = rest[: verb.start()] if rest[: verb.start()].strip(" \t:|-") else rest[verb.end() :]
    parts = rest.split(CUT)
    if len(parts) > 1:  # `The bridge 17 May 2018, by Ann`: whom `by` names behind the date comes before a title
        first, *behind = parts
        by = [part for part in behind if part and by_in(part.lstrip(FILLER_SIGNS))]
        parts = [*by, first, *behind] if by else parts
    for part in parts:
        if not (whole := bare(part)):
            continue
        name = without_number(whole)
        if opening := by_in(name) or (_LABELLED.match(name) if ":" in name else None):
            name = name[opening.end() :]
        name = _without_trailers(whole if name == whole else bare(name))
        likely = looks_like_name(name) or (opening and is_short_name(name))
        if likely and not is_label(name) and not _NOBODY.fullmatch(name):
            return name
    return None


def is_short_name(name: str) -> bool:
    """Tell whether what `by` opens is short enough for a name, whatever words it is of: `Jo from the allotment`."""
    return 0 < len(name) <= _LONGEST_CALLED and len(name.split()) <= _MOST_CALLED and name[-1] not in _ENDS


def by_in(text: str) -> re.Match[str] | None:
    """Return the words that open `text` and say by whom something was written: `by`, `posted by`, `von`."""
    return _BY.match(text) if _may_be_by(text[:3]) else None


@lru_cache(maxsize=8192)
def _may_be_by(letters: str) -> bool:
    return opens_with(letters.casefold(), _BY_OPENINGS)


def says_in(text: str) -> re.Match[str] | None:
    """Return the first verb of saying in `text`; offsets are those of `text`."""
    return _SAYS.search(lowered(text))


def _without_trailers(name: str) -> str:
    """Take off at most two of what sites print behind a name: `(edited)`, `12 points`."""
    for _ in range(2):
        if not _MAY_TRAIL.search(name):
            break
        before, name = name, bare(_TRAILER.sub("", name))
        if name == before:
            break
    return name


def has_word(text: str) -> bool:
    """Tell whether `text` has a word in it."""
    return _WORD.search(text) is not None


def without_nobody(text: str) -> str:
    """Return `text` without what stands where an account was deleted."""
    return _NOBODY.sub("", text)
