"""What sites print between a name and its time: the badge of a reader, a rank, a place."""

from __future__ import annotations

import re
from typing import Final

from moderation.parse.plain.line.lines import opens_with

_BADGES: Final = frozenset(
    line.strip()
    for line in """
    verified reader, verified user, verified, verified buyer, verified purchase, subscriber, premium subscriber
    paid subscriber, premium, premium member, member, new member, supporter, patron, contributor, regular, leader
    top commenter, top contributor, top fan, rising star, conversation starter, author, article author, staff
    staff writer, editor, journalist, reporter, moderator, mod, admin, administrator, op, original poster, pinned
    pinned comment, times pick, nyt pick, nyt replies, editors' pick, editor's pick, editors’ pick, editor’s pick
    guardian pick, featured, featured comment, community manager
    autor, autorin, redaktion, abonnent, abonnentin, moderation, moderatorin, mitglied, verifiziert, leserempfehlung
    redaktionsempfehlung, abonné, abonnée, auteur, autrice, rédaction, modérateur, modératrice, membre, suscriptor
    suscriptora, autora, moderador, moderadora, redacción, miembro, abbonato, autore, redazione, moderatore, assinante
    utente, utenti, inviato, benutzer, user, utilisateur, usuario, användare, posted, geplaatst
    follow, folgen, suivre, seguir, segui, volgen, följ
    verfasser, verfasserin, top-fan, автор, редакция, autor wpisu, upphovsman, beitragsersteller, 作者, 投稿者
    auteur du billet, auteur de l'article, auteur de l’article, fragesteller, fragestellerin, themenstarter
    topic starter, topicstarter, trådstartare, team, hilfreichste antwort, beste antwort, best answer, top answer
    community-experte, writer, autor del artículo, autor do artigo
    replied, commented, wrote, responded, antwortete, schrieb, kommentierte, a répondu, a commenté, respondió, comentó
    abonnee, redactie, prenumerant, redaktionen, moderator
    """.replace("\n", ",").split(",")
    if line.strip()
)
_SIGNS: Final = " \t\u00a0•·|✓✔★☆()[]"
_PINNED: Final = ("pinned by ", "angepinnt von ", "épinglé par ", "fijado por ", "vastgemaakt door ", "fixado por ")
_MARKS: Final = frozenset("✓✔☑")  # of an account that was verified, on a line of its own
_LONGEST: Final = 40
_RATING: Final = re.compile(
    r"(?:rated |bewertet mit )?\d(?:[.,]\d)?\s*(?:/|out of|von|de|sur|su|van|av|z|из|in)\s*(?:5|10)\b.{0,20}"
    r"|[★☆⭐]{2,10}|level \d{1,2}|lv\.?\s?\d{1,2}",
    re.IGNORECASE,
)
_RATES: Final = frozenset("rblRBL★☆⭐")  # what a rating begins with besides a digit
# The first letters of all badges and ratings, where those are Latin.
OPENINGS: Final = frozenset(badge[:3] for badge in (*_BADGES, *_PINNED, "rated ", "bewertet mit ", "level ", "lv"))


def may_be_badge(letters: str) -> bool:
    """Tell whether a line that opens with three `letters` may be a badge, stars or a level."""
    return opens_with(letters.casefold(), OPENINGS)


def is_badge(text: str) -> bool:
    """Tell whether `text` is nothing but the badge of who wrote a comment."""
    if len(text) > _LONGEST:
        return False
    words = text.strip(_SIGNS).casefold()
    return words in _BADGES or is_rating(text) or (not words and text in _MARKS) or words.startswith(_PINNED)


def is_rating(text: str) -> bool:
    """Tell whether `text` is stars or a level, which nobody is called."""
    first = text[:1]
    return (first in _RATES or first.isdecimal()) and _RATING.fullmatch(text) is not None
