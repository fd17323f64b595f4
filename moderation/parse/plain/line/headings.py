"""The line above all comments, in several languages, and the lines below the last one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from moderation.parse.plain.line.lines import opens_with

# All patterns here are for lower case.
_NOUN: Final = (
    r"(?:(?:user |reader |readers['’] |your |public |latest |recent |all |top |best |popular |featured )?"
    r"(?:comments?|responses?|replies|reactions|thoughts|conversation)"
    r"|(?:customer|community|guest|user) reviews|kunden(?:rezensionen|bewertungen)"
    r"|ratings? (?:and|&) reviews|valoraciones y reseñas|notes et avis|valutazioni e recensioni"
    r"|bewertungen und rezensionen|avis (?:des )?(?:clients|internautes)|opiniones de (?:clientes|usuarios)"
    r"|recensioni dei (?:clienti|lettori)"
    r"|tous les commentaires|alle (?:kommentare|reacties)|todos los comentarios|todos os comentários"
    r"|(?:leser)?kommentare?|leserbriefe?|antworten|meinungen|commentaires?|réactions?|réflexions?|réponses"
    r"|contributions"
    r"|comentarios?|comentários?|respuestas|opiniones|commenti|commento|risposte"
    r"|reacties?|kommentarer?|svar|komentarz[ey]?|odpowiedzi|komentář[eů]?|kommentit|kommenttia|yorum(?:lar)?"
    r"|комментар[йияев]+|коментар[іиів]*|ответ(?:ы|ов|а)?|gedanken|pensier[oi]"
    r"|what (?:our |the )?(?:readers|you) (?:say|think|said)|(?:your|readers['’]) (?:views|opinions|letters)"
    r"|(?:join the )?(?:discussion|conversation|debate)|have your say|what do you think ?\?|diskussion|debatte"
    r"|(?:deine|ihre|eure) meinung|diskutieren sie mit|débat|vos réactions|discusión|debate|tu opinión|discussione"
    r"|discussie|debatt"
    r"|(?:件の)?コメント|评论|評論|留言|网友评论|댓글(?:\s?목록)?"
    r"|σχόλι[αο]|comentarii|hozzászólás(?:ok)?|komentar|bình luận"
    r"|(?:ال)?تعليق(?:ات)?|آراء القراء|دیدگاه(?:‌?ها)?|نظرات|תגוב(?:ות|ה))"
    r"(?:\s+(?:dos leitores|de (?:los )?lectores|des lecteurs|dei lettori|van lezers|читателей))?"
)
_COUNT: Final = r"(?P<{0}>\d{{1,3}}(?:[., \u00a0]\d{{3}})+|\d{{1,6}})"
# `One thought on “The pier”`: what is not worded so without a title in quotation marks titles articles as well.
_QUOTED: Final = r"\s+(?:to|on|zu|auf|sur|à|en|su|em)\s+[\"'“”„‘‚«‹].{1,120}"
_ONE: Final = (
    rf"one (?:comment|response|reply)(?:\s+so far|{_QUOTED})?"
    r"|(?:one thought|eine? (?:gedanken?|kommentar|antwort)|une? (?:commentaire|réflexion|réponse)"
    rf"|una? (?:comentario|respuesta|pensamiento)|un (?:commento|pensiero)|una risposta|um comentário){_QUOTED}"
)
_HEADING: Final = re.compile(
    r"(?:(?:show|view|see|read|join|alle|showing|viewing) )?(?:all |alle |\d{1,6} of )?"
    rf"{_COUNT.format('before')}\s+{_NOUN}"
    r"(?:\s+(?:to|on|so far|sorted by|zu[mr]?|sur|sobre|en|em|su|a|på|till|til|om|do|к)\b.{0,120})?\s*[:.]?"
    rf"|(?P<one>{_ONE})"
    rf"|{_COUNT.format('east')}\s*[条條件個个则則篇]\s*(?:网友)?(?:评论|評論|留言|回复|回覆|跟帖|跟贴|コメント)"
    r"(?:\s*[•·|].{0,40})?"
    rf"|{_NOUN}\s*[:\-–·•|(\[（]*\s*{_COUNT.format('after')}\s*[件개条條]?\s*[)\]）]?\s*:?"
    rf"|{_NOUN}\s*:?",
)
_CLOSING: Final = re.compile(
    r"leave (?:a|your) (?:comment|reply|response)|post (?:a (?:new )?|your )?(?:comment|reply)|write a (?:comment"
    r"|reply|response)"
    r"|add (?:a|your|new) (?:new )?(?:comment|reply)|your (?:email|e-mail) address will not be published"
    r"|(?:log|sign) in (?:to|or)\b.{0,40}\b(?:comment|reply)|you must be (?:logged|signed|registered)"
    r"|(?:the )?comments? (?:(?:to|on|for) (?:this|the) \w+ )?(?:are|is|have been) (?:now )?closed|comments? closed"
    r"|(?:load|show|view|see|read) (?:all|more)\b.{0,20}(?:comments|replies)?$"
    r"|(?:older|newer) (?:comments|posts?)|(?:previous|next) (?:post|article|story)"
    r"|related (?:posts?|articles?|stories)|trackbacks?(?:/pingbacks?)?|links to this post|copyright\b|©"
    r"|all rights reserved|terms (?:of|and) (?:use|service|conditions)|privacy policy|(?:most"
    r"|today['’]s most) (?:read|viewed)"
    r"|(?:verify|previewing) your comment\b|[«‹←]\s*[^\W\d].{0,60}$|(?:references|(?:visible|hidden) links)\W?$"
    r"|there may be more comments|return to .{1,40}|powered by |the views expressed in the (?:contents|comments)"
    # German
    r"|(?:einen? )?kommentar (?:schreiben|verfassen|hinzufügen|abgeben)|schreiben? (?:sie )?einen kommentar"
    r"|(?:eine )?antwort (?:schreiben|erstellen|verfassen)|(?:alle|mehr|weitere) (?:kommentare|antworten|beiträge)\b"
    r"|kommentare (?:laden|anzeigen)|deine e-mail-adresse wird nicht|die kommentarfunktion|impressum\b|datenschutz"
    r"|kommentare (?:sind )?geschlossen|das könnte (?:sie|dich) auch interessieren|melden sie sich an, um"
    # French
    r"|(?:laisser|ajouter|écrire|poster) un commentaire|(?:afficher|voir|lire|charger) (?:plus|tous|la suite"
    r"|les autres)\b"
    r"|votre adresse (?:e-mail|de messagerie) ne sera|mentions légales|(?:les )?commentaires (?:sont )?(?:fermés|clos)"
    r"|connectez-vous pour|revenir en haut|répondre au sujet|articles? (?:liés|similaires)|à lire aussi"
    # Spanish, Italian, Portuguese, Dutch
    r"|deja (?:un comentario|una respuesta)|dejar un comentario|(?:ver|cargar|mostrar) (?:más|todos)\b|escribe (?:tu"
    r"|un) coment"
    r"|tu dirección de correo|(?:los )?comentarios (?:están )?cerrados|aviso legal|inicia sesión para"
    r"|noticias relacionadas"
    r"|lascia un commento|scrivi un commento|carica altri commenti|il tuo indirizzo email"
    r"|(?:deixe|adicionar|escrever) (?:um )?comentário|carregar mais|ver mais|meer reacties|laat een reactie"
    r"|(?:plaats|schrijf) (?:een )?reactie|(?:añadir|agregar) (?:un )?comentario|aggiungi (?:un )?commento"
    r"|(?:i )?commenti (?:sono )?chiusi|comentários encerrados|reacties (?:zijn )?gesloten"
    # Polish, Russian, Swedish, Danish, Norwegian, Czech, Japanese, Chinese
    r"|dodaj (?:komentarz|odpowiedź)|pokaż więcej|visa fler|daha fazla (?:yorum )?(?:göster|yükle)|quick reply$"
    r"|napisz komentarz|(?:оставить|написать|добавить) комментарий|ещё \d+ комментари"
    r"|(?:skriv|lägg till) en kommentar|skriv kommentar|logg inn for å|přidat komentář"
    r"|コメントを(?:書く|投稿|もっと)|もっと見る|(?:发表|查看更多)(?:评论|留言)|点击查看更多|登录后",
)

LONGEST_HEADING: Final = 160
_LONGEST_UNCOUNTED: Final = 60
_ONES: Final = ("one ", "ein", "un", "um ")
_LONGEST_CLOSING: Final = 200
# The first three letters of what the two patterns take, where those are Latin.
OPENINGS: Final = frozenset(
    """all|ant|avi|bes|bew|bìn|com|con|cus|deb|dei|dis|déb|ein|eur|fea|ged|gue|hav|hoz|ihr|joi|kom|kun|lat|les|mei|not
    odp|one|opi|pen|pop|pub|rat|rea|rec|rep|res|ris|réa|réf|rép|see|sho|sva|tho|tod|top|tou|tu |um |un |una|une|use|val
    vie|vos|wha|yor|you""".replace("\n    ", "|").split("|")
)
CLOSING_OPENINGS: Final = frozenset(
    """add|you|adi|aff|agg|agr|ajo|all|ant|art|avi|aña|car|cha|com|con|cop|dah|das|dat|dei|dej|die|dod|ein|esc|hid|i c
    il |imp|ini|kom|laa|lai|las|lea|les|lin|lir|loa|log|los|läg|mee|meh|mel|men|mos|nap|new|nex|not|old|pla|pok|pos|pow
    pre|pri|při|qui|rea|ref|rel|ret|rev|rép|sch|scr|see|sho|sig|skr|ter|the|tod|tra|tu |ver|vie|vis|voi|vot|wei
    wri""".replace("\n    ", "|").split("|")
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a comment section; `declared` is the number that it names, or None."""

    declared: int | None


def heading_of(text: str) -> Heading | None:
    """Return what `text` says when it is the heading of a comment section, else None."""
    if len(text) > LONGEST_HEADING or not may_head(text[:3]):
        return None
    low = text.lower()
    counted = text[:1].isdigit() or low.startswith(_ONES)
    return _heading(low) if counted or len(text) <= _LONGEST_UNCOUNTED else None


@lru_cache(maxsize=8192)  # pages open their lines with few letters, and the look-up takes a quarter of the question
def may_head(letters: str) -> bool:
    """Tell whether a line that opens with three `letters` may be worded as a heading of comments."""
    return opens_with(letters.lower(), OPENINGS)


@lru_cache(maxsize=8192)
def may_close(letters: str) -> bool:
    """Tell whether a line that opens with three `letters` may stand below the last comment."""
    return opens_with(letters.lower(), CLOSING_OPENINGS)


@lru_cache(maxsize=1024)
def _heading(low: str) -> Heading | None:
    match = _HEADING.fullmatch(low)
    if match is None:
        return None
    count = "1" if match["one"] else match["before"] or match["after"] or match["east"]
    return Heading(int(re.sub(r"\D", "", count)) if count else None)


def closes(text: str) -> bool:
    """Tell whether `text` stands below the last comment: the form, the pager, the legal line."""
    return len(text) <= _LONGEST_CLOSING and may_close(text[:3]) and _CLOSING.match(text.lower()) is not None
