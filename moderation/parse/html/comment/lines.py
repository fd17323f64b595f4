"""What single lines of a comment say: a name, a row of buttons, a header that no class name tells from the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from moderation.parse.html.comment.dates import has_date
from moderation.parse.html.document.text import Said
from moderation.parse.plain.line.buttons import is_buttons
from moderation.parse.plain.line.marks import mark_of
from moderation.parse.plain.line.names import is_monogram
from moderation.parse.plain.sheet import is_answer
from moderation.records import Span

_BEFORE: Final = re.compile(
    r"^(?:(?:#?\d{1,5}[.)]?|[-–—•|»>*]+)\s+)?(?:(?:comment(?:ed|aire)?|kommentar|posted|written|authored"
    r"|submitted|verfasst|geschrieben|gespeichert|eingereicht|eingetragen|soumis|enviado|inviato|ingediend|geplaatst|publié|posté|écrit"
    r"|publicado|comentado|escrito|postado|pubblicato|scritto|inserito"
    r"|beitrag|reply|antwort|réponse)\s+)?(?:by|from|von|par|por|da|door|โดย|de la part de)"
    r"\s*:?\s+(?=\S)|^#?\d{1,5}[.)]\s+(?=[^\W\d])|^(?:name|author|autor|auteur|user|pseudo)\s*:\s*",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"(?:\s+(?:says?|said|writes?|wrote|replied|responded|commented|antwortete|kommentierte|a répondu|a commenté"
    r"|respondió|comentó|ha risposto|ha commentato|reageerde|sagte?|schrieb|schreibt|meint|meinte|dit|a dit|a écrit"
    r"|écrit|dice|dijo|escribió|ha scritto|disse|diz|schreef|zegt)\s*(?:am|on|le|um|at|:|…|\.{3})?"
    r"|\s+(?:on|am|le|at|um|vom|em|el|il|op|·|•|\||-|–))*\s*[:,…|·•–-]*$",
    re.IGNORECASE,
)
_BADGE: Final = re.compile(
    r"\s*(?:\(\s*\d{1,9}\s*\)|(?<=\S)\s+#\d{1,5}"
    r"|\((?:gast|guest|author|autor|auteur|op|op\))\)?|\[(?:visitor|member|guest|gast|besucher|visiteur|membre)\])\s*$"
    # Drupal's, between the name and the time
    r"|\s*\((?:not verified|non vérifié|nicht überprüft|no verificado|non verificato|não verificado|niet gecontroleerd)"
    r"\).*$",
    re.IGNORECASE,
)
_BUTTONS: Final = """reply|replies|respond|antwort|antworten|beantworten|répondre|responder|rispondi|svar|svara
beantwoorden|odpowiedz|ответить|отговор|отговори|отговорете|пожаловаться|reagovat|odpovědět|yanıtla|vastaa|besvara
zitieren|citer|quote|zitat|melden|kommentar melden|beitrag melden|signaler|signaler un abus
signaler ce commentaire|alerter|report|report abuse|report comment|flag|share|teilen|partager|like|likes|dislike
gefällt mir|j'aime|j’aime|empfehlen|recommander|recommend|permalink|permalien|link|edit|bearbeiten|modifier
login to reply|log in to reply|anmelden, um zu antworten|zum antworten anmelden|connectez-vous pour répondre
show more|read more|aufklappen|zuklappen|mehr lesen|mehr anzeigen|weiterlesen|lire la suite
see more|upvote|downvote|vote up|vote down|thumbs up|thumbs down|loading…|loading...|wird geladen …
wird geladen...|chargement…|save|give award|continue this thread|(like|disagree)|points|point|votes|vote|stimmen
kommentieren|commenter|comment|score:
beğen|cevapla|отвечать|нравится|поделиться|відповісти|απάντηση|răspunde|válasz|balas|trả lời|curtir|denunciar|gostei
me gusta|mi piace|segnala|condividi|compartir|compartilhar|gilla|lubię to|zgłoś|zgłoś nadużycie|líbí se
رد|الرد|أضف ردا|أعجبني|إعجاب|مشاركة|إبلاغ|پاسخ|הגב|הגב לתגובה|הגב לתגובה זו|השב|דווח|אהבתי|שתף
返信|件|返信する|違反報告|共感した|報告|いいね|回复|回覆|举报|赞|讚|답글|신고|수정|삭제|좋아요|공감|비공감
reply to this|thích|vi phạm|suka|laporkan"""
# The longest first and nothing given back, so that no line, however written, takes more than one pass.
_ROW: Final = re.compile(
    r"(?:[-+]?\d+|[|·•/,()–-]|\s|(?:"
    + "|".join(sorted(map(re.escape, re.split(r"[|\n]", _BUTTONS)), key=len, reverse=True))
    + r")(?![^\W\d]))++",
    re.IGNORECASE,
)
_ADDRESSED: Final = re.compile(
    r"(?:répondre à|reply to|antworten auf|auf) \S.{0,60}|antwort auf \S.{0,60}", re.IGNORECASE
)
_GONE: Final = re.compile(
    r"\[(?:deleted|removed|gelöscht|supprimé)\]|(?:this |the )?(?:comment|post|reply) (?:has been |was |is )?(?:deleted"
    r"|removed)(?: by .{1,60})?\.?|(?:dieser |der )?(?:kommentar|beitrag) wurde .{0,60}(?:gelöscht|entfernt)\.?"
    r"|(?:ce |le )?(?:commentaire|message) a été (?:supprimé|retiré).{0,60}",
    re.IGNORECASE,
)
# `Gerda W. schrieb am 12.3.2011`: a full stop that ends no sentence.
_SAID_ON: Final = re.compile(
    r"(?P<name>\S.{0,60}?)\s+(?:sagte?|schrieb|schreibt|meinte?|said|wrote|a dit|a écrit|dijo|escribió|ha scritto|disse"
    r"|schreef)\s+(?:am|on|le|el|il|em|op)\s+(?:\w{1,12},?\s+)?\d",
    re.IGNORECASE,
)
# FC2's footer without its date: `URL | Midori #mQop/nM. [ edit`.
_FC2: Final = re.compile(r"URL\s*\|\s*(?P<name>.{1,60}?)\s+#\S{1,12}(?:\s*\[.{0,8})?")
_GERMAN_ON: Final = re.compile(r"(?<=[^\W\d]\d)\s+am\s+(?=\d)|(?<=[^\W\d]\d\d)\s+am\s+(?=\d)")  # `bo42 am 3.5.`
_INITIAL: Final = re.compile(r"\b[^\W\d_]\.$")  # `Ann L.`
_ON: Final = re.compile(r"^(?:am|um|on|at|le|à|el|il|op|om)\s+", re.IGNORECASE)  # `am Permalink | Antworten`
_NO_NAME: Final = re.compile(r"https?:|[-+−]\d+$")  # `+12` counts the votes
# `Inscrit depuis le 1.2.2011`: a date, but not that of the comment.
_SINCE: Final = re.compile(
    r"\b(?:inscrit(?:e|\(e\))? (?:le|depuis)|membre depuis|registered|joined|member since|user since|mitglied seit"
    r"|registriert|dabei seit|angemeldet seit|registrado|miembro desde|membro (?:desde|dal)|iscritto (?:dal|il)"
    r"|lid sinds|geregistreerd|medlem sedan|dołączył|zarejestrowany|регистрация|зарегистрирован|на сайте с)\b",
    re.IGNORECASE,
)
_SIGNED: Final = re.compile(
    r"(?:(?:comment(?:aire)?|kommentar|posted|written|authored|submitted|sent|verfasst|geschrieben|écrit|publié|posté|envoyé"
    r"|enviado|escrito|publicado|scritto|inviato|geplaatst)\s+)(?:by|from|von|par|por|da|door)\b\s*:?\s*\S",
    re.IGNORECASE,
)
_CONTACTS: Final = re.compile(
    r"(?:\s\|\s(?:e-?mail|home ?page|website|web|url|www|#)\b)+.*$"
    r"|(?:\s\((?:e-?mail|home ?page|website|web|url|www)\))+$|\s*<\S+@\S+>?$",
    re.IGNORECASE,
)
_ANSWERED_BY: Final = re.compile(r".*\s(?:by|from|von|par|por|da|door):?\s(?=\S)", re.IGNORECASE)
_PARTING: Final = frozenset("•·|–—-,/»›")
_LONGEST_HEADER: Final = 160
_NEAR_BUTTON: Final = 3
_LONGEST_NAME: Final = 80
_LONGEST_STAMP: Final = 40
_LONGEST_SIGNED: Final = 60
_BARS: Final = re.compile(r"\s[|•·]\s")


def clean_name(text: str) -> str | None:
    """Return the name in `text`, which an element for names holds, or None when it holds none."""
    text = " ".join(text.split())
    return _clean(text) if 0 < len(text) <= 2 * _LONGEST_NAME else None


@lru_cache(maxsize=4096)
def _clean(text: str) -> str | None:
    text = _GERMAN_ON.sub(" · ", text)
    if is_answer(text):  # `Re: The gates by Bo`
        text = text[by.end() :] if (by := _ANSWERED_BY.match(text)) is not None else ""
    mark = (mark_of(text) or mark_of(_BEFORE.sub("", text))) if any(map(str.isdigit, text)) else None
    if mark is not None and (mark.dated or has_date(text)):
        text = mark.name or ""
        text = footer["name"] if text.startswith("URL") and (footer := _FC2.fullmatch(text)) else text
    elif (said := _SAID_ON.match(text)) is not None:
        text = said["name"]
    text = _CONTACTS.sub("", text)
    text = _BADGE.sub("", _AFTER.sub("", _BEFORE.sub("", text))).strip(" \t\u00a0,:：;|·•»«").lstrip("~")
    if not text or len(text) > _LONGEST_NAME or is_button(_ON.sub("", text)) or _NO_NAME.match(text):
        return None
    return text if any(sign.isalnum() for sign in text) and not has_date(text) else None


def is_button(text: str) -> bool:
    """Tell whether `text` is nothing but buttons and counters."""
    text = text.strip()
    return 0 < len(text) <= _LONGEST_HEADER and _is_row(text)


@lru_cache(maxsize=4096)  # each comment of a page has the same buttons, and each is asked of several times
def _is_row(text: str) -> bool:
    if not any(sign.isalpha() for sign in text):
        return False
    named = _ADDRESSED.fullmatch(text)
    return bool(_ROW.fullmatch(text)) or (named is not None and not text.endswith((".", "!", "?")) and _short(text))


def _short(text: str) -> bool:
    return len(text.split()) <= 6 and (not text.lower().startswith("auf ") or text.lower().endswith(" antworten"))


def is_gone(text: str) -> bool:
    """Tell whether `text` only stands for a comment that was taken away."""
    return len(text) <= _LONGEST_HEADER and any(_GONE.fullmatch(line.strip()) for line in text.split("\n"))


def bare_lines(text: Said, *, named: bool) -> tuple[Said, list[str]]:
    """Return `text` without the header above it and the buttons below it, and the lines of that header.

    `named`: the page has elements for name and time, so that no line needs to be a header.
    """
    lines = text.text.split("\n")
    first, last = 0, len(lines)
    buttons = False
    while last > first and (
        not lines[last - 1]
        or is_button(lines[last - 1])
        or (lines[last - 1].isdigit() and (buttons or _is_pressed(lines[first : last - 1])))
    ):
        buttons = buttons or bool(lines[last - 1])  # a number right by a button counts what the button does
        last -= 1
    above: list[str] = []
    if not named and last - first > 1 and _is_signature(lines[last - 1]):
        above.append(lines[last - 1])
        last -= 1
        while last > first and not lines[last - 1]:
            last -= 1
    while first < last:
        idle = _is_idle(lines[first]) or is_monogram(lines[first], lines[first + 1] if first + 1 < last else "")
        header = not idle and _is_header(lines, first, last, named=named)
        if not header and not idle and (named or above or not _is_title(lines[first:last])):
            break
        if header or is_button(lines[first]):
            above.append(lines[first])
        first += 1
    if first == last:
        return (Said(""), above) if not named else (text, [])
    start = sum(len(part) + 1 for part in lines[:first])
    end = sum(len(part) + 1 for part in lines[:last]) - 1
    return cut(text, start, end), above


def _is_pressed(above: Sequence[str]) -> bool:
    """Tell whether lines end with a button, or with one and a number: a number below counts what it does."""
    ends = [text for text in above[-_NEAR_BUTTON:] if not text.isdigit()]
    return bool(ends) and is_button(ends[-1])


def _is_idle(text: str) -> bool:
    """Tell whether a line above a text says nothing: it is empty, a button, or a sign between name and date."""
    return not text or text in _PARTING or is_button(text)


def _is_signature(text: str) -> bool:
    """Tell whether a line below a text says who wrote it and when, or when: `Comment by Bo — May 3, 2024 @ 10:12`."""
    mark = mark_of(text) if len(text) <= _LONGEST_HEADER else None
    if mark is None or not mark.dated:
        return len(text) <= _LONGEST_SIGNED and bool(_SIGNED.match(text)) and text[-1] not in ".!?"
    if mark.name is not None and mark.timed and len(_BARS.findall(text)) > 1:  # `Bo | Homepage | May 3, 2024 10:12`
        return True
    if mark.name is not None:  # `Bo (3 May 2024 10:12)`
        return (mark.timed and text[-1] == ")") or bool(_BEFORE.match(text))
    return mark.timed and len(text) <= _LONGEST_STAMP


def said_lines(texts: Sequence[Said]) -> Said:
    """Return several texts as one, a blank line between them."""
    parts: list[str] = []
    quotes: list[Span] = []
    length = 0
    for text in texts:
        if not text.text:
            continue
        quotes.extend(Span(span.start + length, span.end + length) for span in text.quotes)
        parts.append(text.text)
        length += len(text.text) + 2
    return Said("\n\n".join(parts), tuple(quotes))


def _is_header(lines: Sequence[str], index: int, last: int, *, named: bool) -> bool:
    """Tell whether the line is a name with a date, and text follows it."""
    text = lines[index]
    if named or len(text) > _LONGEST_HEADER or not any(lines[index + 1 : last]):
        return False
    if (mark := mark_of(text)) is not None and (mark.dated or mark.says or mark.timed):
        return True
    if _SAID_ON.match(text) and text.endswith(":") and has_date(text):
        return True
    following = next((part for part in lines[index + 1 : last] if part and part not in _PARTING), "")
    if len(text) <= 60 and not is_buttons(text) and (next_mark := mark_of(following)) is not None:
        return next_mark.dated and next_mark.name is None and (text[-1:] not in ".!?" or bool(_INITIAL.search(text)))
    return False


def _is_title(lines: Sequence[str]) -> bool:
    """Tell whether the first line is a comment's title: below it stand `by`, a name and a date, and then a text."""
    title, *rest = (text for text in lines if text)
    if len(rest) <= 1 or len(title) > _LONGEST_SIGNED or title[-1] in ".!?:" or len(rest[0]) > _LONGEST_HEADER:
        return False
    mark = mark_of(rest[0]) if _BEFORE.match(rest[0]) else None
    return mark is not None and mark.dated and mark.name is not None


def is_signed(text: str) -> bool:
    """Tell whether a short line names who wrote: `Comment from: Bo [Visitor]`."""
    return len(text) <= _LONGEST_NAME and bool(_SIGNED.match(text))


def without_joining(text: str) -> str:
    """Return a line about a writer without since when that is a member, and what follows."""
    match = _SINCE.search(text)
    return text if match is None else text[: match.start()]


def cut(text: Said, start: int, end: int) -> Said:
    """Return `text[start:end]` with the quotes that are in it."""
    bare = text.text[start:end]
    moved = (Span(max(0, span.start - start), min(len(bare), span.end - start)) for span in text.quotes)
    return Said(bare, tuple(span for span in moved if span.start < span.end))
