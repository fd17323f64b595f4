"""The words on the buttons and counters around a comment, in several languages."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from moderation.parse.plain.line.interludes import INTERLUDE_OPENINGS, LONGEST_INTERLUDE, is_interlude
from moderation.parse.plain.line.lines import in_any_case, opens_with

_BUTTONS: Final = frozenset(
    """reply respond report abuse comment this flag like dislike unlike share permalink link quote edit edited delete
    recommend recommended recommends rec recs with favourite favorite follow unfollow upvote downvote vote votes voted
    point points pt pts up down likes dislikes thumbs parent root next prev collapse expand hide show more less replies
    view see rating rated rate action actions spam inappropriate unsuitable agree disagree fan fans verified click to
    number save copy tweet post embed award gilded ignore mute block user respect respected reaction reactions
    antworten antwort melden meldung gefällt mir nicht zitieren teilen empfehlen empfehlung empfehlungen bewerten
    zustimmen ablehnen bearbeitet kommentieren einklappen ausklappen
    répondre réponse réponses signaler aimer aime partager recommander citer modifier supprimer abus alerter voir plus
    responder respuesta respuestas denunciar reportar gusta me compartir citar recomendar editar votar votos permalien
    rispondi segnala condividi risposte cita responda curtir denuncie beantwoorden reageer reageren rapporteer delen
    svara svar gilla dela anmäl del rapportér rapporter anmeld odpowiedz lubię zgłoś udostępnij odpovědět nahlásit
    meld rapportera
    sdílet vastaa tykkää ilmoita jaa yanıtla cevapla beğen bildir paylaş ответить нравится пожаловаться поделиться
    відповісти απάντηση αναφορά răspunde raportează válasz válaszol balas suka trả lời thích
    رد الرد إعجاب أعجبني مشاركة إبلاغ بلغ پاسخ גיבו הגב הגיבו השב להגיב דווח דיווח אהבתי שתף שיתוף
    löschen supprimer eliminar excluir elimina verwijderen citera svarar hilfreich útil utile nützlich
    permanenter permanente permalien permalänk
    ссылка развернуть ветку уровень выше nadużycie helpful unhelpful
    返信 返信する 報告 報告する いいね 回复 回覆 举报 檢舉 赞 讚 分享 답글 답글쓰기 신고 좋아요 공감 비공감""".split()  # noqa: SIM905 - a list of two hundred quoted words reads worse
)
# On buttons to answer a comment with, whatever else stands in their row.
ANSWER_WORDS: Final = (
    r"(?:likes?|reply|gefällt mir|antworten|j['’]aime|répondre|me gusta|responder|mi piace|rispondi|vind ik leuk"
    r"|beantwoorden|curtir|gilla|svara|lubię to|odpowiedz|beğen|yanıtla|нравится|ответить)"
)
_ANSWERS: Final = re.compile(rf"(?<![^\W\d_]){ANSWER_WORDS}", re.IGNORECASE)
_TOKEN: Final = re.compile(r"(?![jJ]['’])[^\W\d_]+")  # of `J’aime` the verb
_GLUE: Final = re.compile(r"(?<=[a-zß-öø-ÿа-я])(?=[A-ZÀ-ÖØ-ÞА-Я])")
_LONGEST: Final = 160
# Counters and ages change from one row of buttons to the next: `Like · Reply · 14 · 3d`.
_COUNTS: Final = re.compile(r"[\d.,]+\s?(?:[smhdwy]|mo|min|hrs?|yrs?|k)?\b|[^\w\s]+")
_COUNT: Final = re.compile(r"\d[\d.,]*\s?[KkMm]")  # `1.2K`
_COUNTED: Final = re.compile(r"\d(?=[^\W\d_]{3})")  # `3Reply`
# `Edited 2 hr. ago`, `Joined: Sun Jan 08, 2023 9:12 am`: times that are not the comment's.
_ASIDE: Final = re.compile(
    r"[\d.,]+ (?:messaggi|posts|beiträge|messages|mensajes|inlägg|berichten|posty|сообщени[йея]|contributi"
    r"|reviews?|followers?|ratings?|recensioni|bewertungen|rezensionen|avis|reseñas|opiniones|contributions|abonnés|friends)"
    r"|(?:joined|member since|registered|registriert|mitglied seit|dabei seit|inscrit (?:le|depuis)|lid sinds"
    r"|iscritto (?:il|dal)|miembro desde|membre depuis|medlem sedan|born|geboren am|né le|nacido el)\s.{1,30}"
    r"|total (?:comments|posts|reviews)\s?[:(]\s?[\d.,]+\)?"
    r"|\W{0,3}(?:(?:last )?edited|bearbeitet|modifié|editado)\s+\d{1,3}\s?\w+\.?(?: ago)?\W{0,3}"
    r"|(?:joined|member since|registered|registriert|mitglied seit|dabei seit|inscrit(?: le)?|inscription|registrado"
    r"|reg|join date|posts|beiträge|messages|mensajes|location|berichten|lid geworden op|geregistreerd|messaggi"
    r"|iscritto(?: il)?|registrato|posty|rejestracja|dołączył\w?|registrace|příspěvky|inlägg|blev medlem|сообщения"
    r"|зарегистрирован\w*|mensagens|registado|registrado em|iletiler|mesajlar|kayıt(?: tarihi)?)\s*:\s.{1,60}",
    re.IGNORECASE,
)
ASIDE_OPENINGS: Final = in_any_case(
    """bea|bei|ber|ble|bor|dab|doł|edi|geb|ger|ile|inl|ins|isc|joi|kay|las|lid|loc|med|mem|men|mes|mie|mit|mod|nac|né
    pos|pří|reg|rej|tot"""
)
_ASIDES: Final = frozenset(
    """last edited bearbeitet modifié editado joined member registered registriert mitglied dabei inscrit inscription
    registrado posts beiträge messages mensajes location join berichten lid geregistreerd messaggi iscritto registrato
    posty rejestracja dołączył dołączyła registrace příspěvky inlägg blev сообщения зарегистрирован mensagens registado
    reg iletiler mesajlar kayıt since born geboren né nacido lid miembro membre medlem
    reviews review followers follower ratings rating recensioni bewertungen rezensionen avis reseñas opiniones
    contributi contributions abonnés friends total""".split()  # noqa: SIM905 - a list of words
)
_FIRST_WORDS: Final = _BUTTONS | _ASIDES
OPENINGS: Final = INTERLUDE_OPENINGS | {word[:3] for word in _FIRST_WORDS}
_KEY_WORDS: Final = 2
_SHORTEST_RUN: Final = 15
_SHORTEST_PART: Final = 4


def is_buttons(text: str) -> bool:
    """Tell whether `text` holds nothing but the words on buttons and counters of a comment, or stands between two."""
    if len(text) > _LONGEST or not may_be_row(text[:3]) or "%" in text:  # `100% agree`
        return False
    return (_may_be_buttons(text) and _all_buttons(text)) or (len(text) <= LONGEST_INTERLUDE and is_interlude(text))


@lru_cache(maxsize=8192)
def may_be_row(letters: str) -> bool:
    """Tell whether three `letters` may be the first of a row of buttons: nine lines in ten have others."""
    return not (letters.isalpha() and letters[1:].islower() and letters.casefold()[:3] not in OPENINGS)


def is_aside(text: str) -> bool:
    """Tell whether the time in `text` is not that of a comment: of a change to it, of its author's first day."""
    return may_be_aside(text[:3]) and _ASIDE.fullmatch(text) is not None


@lru_cache(maxsize=8192)
def may_be_aside(letters: str) -> bool:
    """Tell whether a line that opens with three `letters` may hold a time that is not that of a comment."""
    return opens_with(letters.casefold(), ASIDE_OPENINGS)


def _may_be_buttons(text: str) -> bool:
    """Tell whether the first word of `text` may be one of a button."""
    first = _TOKEN.search(text)
    if first is None:
        return True
    word = first.group()
    if word.casefold() in _FIRST_WORDS or _may_be_glued(word) or len(word) >= _SHORTEST_RUN:
        return True
    return _COUNT.fullmatch(text) is not None


@lru_cache(maxsize=1024)  # asked of each line of a page three times, and sites print the same buttons on every page
def _all_buttons(text: str) -> bool:
    first = _TOKEN.search(text)
    if first is None or _COUNT.fullmatch(text):
        return text[:1] not in "\"'“”([{"
    if _is_button(first.group()) and all(map(_is_button, _TOKEN.findall(text, first.end()))):
        return True
    return first.group().casefold() in _ASIDES and is_aside(text)


def _may_be_glued(word: str) -> bool:
    return not (word.islower() or word.istitle() or word.isupper())


def _is_button(word: str) -> bool:
    """Tell whether a word stands on a button, or is some such words that a copy has glued: `ReplyShare`."""
    low = word.casefold()
    if low in _BUTTONS or (len(low) >= _SHORTEST_RUN and _is_run(low)):
        return True
    return _may_be_glued(word) and all(part.casefold() in _BUTTONS for part in _GLUE.split(word))


def _is_run(low: str) -> bool:
    """Tell whether a long word is the words of buttons and nothing else: `permalinkembedsavereportreply`."""
    ends = {0}
    for end in range(_SHORTEST_PART, len(low) + 1):
        if any(low[begin:end] in _BUTTONS for begin in ends if end - begin >= _SHORTEST_PART):
            ends.add(end)
    return len(low) in ends


def holds_answer(text: str) -> bool:
    """Tell whether the words of a button to answer with stand in a row of buttons: `Like · Reply · 3d`."""
    return _ANSWERS.search(text) is not None


def button_key(text: str) -> str:
    """Return what rows of the same buttons have in common, whatever they count: their first words, or `9`."""
    words = _COUNTS.sub(" ", _COUNTED.sub(r"\g<0> ", text.casefold())).split()
    return " ".join(words[:_KEY_WORDS]) or "9"
