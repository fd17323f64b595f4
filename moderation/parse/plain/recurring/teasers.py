"""Lists of other articles, whose titles and dates look like the names and headers of comments."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Final

from moderation.parse.plain.sheet import VERBATIM, Pattern, Sheet, is_answer, name_line

_FEWEST: Final = 3
_TITLE_WORDS: Final = 3
_SMALL_WORDS: Final = 2
_MOSTLY: Final = 0.6
_NEARLY: Final = 0.8
_LONGEST_TITLE: Final = 110
_LONGEST_OF_ENTRY: Final = 30
_LONGEST_READ_IN: Final = 60
_DIGITS: Final = re.compile(r"\d+")
_SENTENCE_ENDS: Final = '.!?…)"”»:;,'
# Small words of names: `Jan van der Berg`, `The Count of Ashby`.
_OF_NAMES: Final = frozenset(
    "de del della der den di da do dos das la las le los van von vom zu zum zur of the and und y e i ter ten af".split()  # noqa: SIM905
)
_COUNTED: Final = re.compile(
    r"\d[\d.,]*\s(?:comments?|kommentare?|commentaires?|comentarios?|comentários?|commenti|commento|reacties?"
    r"|kommentarer|komentarzy)"
    r"|[\d.,]+\s?[km]?\s(?:views|aufrufe|vues|visualizaciones|visualizzazioni)(?:\s[·•|].{1,40})?",
    re.IGNORECASE,
)
# Of threads, films and articles.
_COUNTERS: Final = re.compile(
    r"(?:replies|views|antworten|aufrufe|zugriffe|hits|réponses|vues|lectures|respuestas|vistas|visitas)\s?:\s?[\d.,]+k?",
    re.IGNORECASE,
)
_READ_IN: Final = re.compile(r"\b\d{1,3} min(?:ute)?s? (?:read|lesezeit|de lecture|de lectura)$", re.IGNORECASE)
_READ_ENDS: Final = ("read", "zeit", "ture", "tura")
# What one can do with a vacancy, a concert, an episode, and with nobody's comment.
_OFFERED: Final = re.compile(
    r"apply(?: now| here)?|(?:buy |book |get )?tickets?|add to (?:cart|basket|bag|calendar)|(?:buy|book|order|bid) now"
    r"|(?:play|listen|watch|register)(?: now)?|play episode|download|place (?:a )?bid|continue reading\W{0,4}"
    r"|view (?:notice|details|lot|thread|job|event)"
    r"|(?:jetzt |online )?bewerben|in den warenkorb|jetzt (?:kaufen|anhören)|anhören"
    r"|postuler|candidater|billets|ajouter au panier|écouter|télécharger"
    r"|inscribirse|entradas|añadir al carrito|comprar(?: ahora)?|escuchar|descargar"
    r"|candidati|biglietti|aggiungi al carrello|acquista|ascolta|solliciteren?|in winkelwagen|candidatar-se|ingressos",
    re.IGNORECASE,
)


def are_teasers(sheet: Sheet, pattern: Pattern) -> bool:
    """Tell whether a pattern stands to articles: titles for names, or a title above each name.

    To be asked where no heading, no portrait and no button to answer with speaks for comments.
    """
    if len(pattern.members) < _FEWEST or pattern.shape.startswith(VERBATIM) or pattern.below:
        return False
    return (
        _are_called_by_titles(sheet, pattern)
        or _are_titled(sheet, pattern)
        or _are_headlines(sheet, pattern)
        or _are_led_by_one_word(sheet, pattern)
    )


def are_listed(sheet: Sheet, pattern: Pattern) -> bool:
    """Tell whether to most members stands what only entries of a list have: `12 comments`, or a button like `Apply`.

    The first of the numbers may pass for the heading of comments, and the last stands where nobody knows what it is of.
    """
    entries = len(pattern.members) - 1
    listed = 0
    for asked, (begin, end) in enumerate(pairwise(pattern.members), 1):
        listed += any(
            len(line.text) <= _LONGEST_READ_IN and _is_of_an_entry(line.text) for line in sheet.lines[begin:end]
        )
        if listed + entries - asked < _MOSTLY * entries:  # the rest cannot make up for it
            return False
    return listed > 1


def _is_of_an_entry(text: str) -> bool:
    if len(text) <= _LONGEST_OF_ENTRY:
        if text[0].isdecimal():
            return _COUNTED.fullmatch(text) is not None or _READ_IN.match(text) is not None
        if ":" in text:
            return _COUNTERS.fullmatch(text) is not None
        if _OFFERED.fullmatch(text):
            return True
    return text.endswith(_READ_ENDS) and _READ_IN.search(text) is not None


def reads_as_title(text: str) -> bool:
    """Tell whether a line reads as the title of an article: words in small letters, and no end of a sentence."""
    words = text.split()
    if not len(words) >= _TITLE_WORDS or len(text) > _LONGEST_TITLE or text[-1] in _SENTENCE_ENDS:
        return False
    return sum(word[0].islower() and word not in _OF_NAMES for word in words) >= _SMALL_WORDS


def _are_called_by_titles(sheet: Sheet, pattern: Pattern) -> bool:
    """Tell whether what would have to be the names above most dates are titles."""
    if not pattern.above:
        return False
    names = [name_line(sheet, member, loose=True) for member in pattern.members]
    titles = [text for name in names if name is not None and reads_as_title(text := sheet.lines[name].text)]
    if len(titles) < _MOSTLY * len(names):
        return False
    # `Ann Lee has commented`: what all end in is the site's.
    ends = Counter(text.rsplit(None, 1)[-1] for text in titles)
    return max(ends.values()) < _NEARLY * len(titles)


def _are_headlines(sheet: Sheet, pattern: Pattern) -> bool:
    """Tell whether names stand above the dates, and all else that stands to each but the last is a title."""
    if not pattern.above:
        return False
    titles = 0
    for begin, end in pairwise(pattern.members):
        texts = [sheet.lines[index].text for index in range(begin + 1, _top(sheet, pattern, end))]
        titles += len(texts) == 1 and texts[0][:1].isupper() and reads_as_title(texts[0])
    return titles >= _NEARLY * (len(pattern.members) - 1)


def _are_led_by_one_word(sheet: Sheet, pattern: Pattern) -> bool:
    """Tell whether one and the same unknown word stands before nearly all dates: `Died 3 May`, `Ends 3 May`.

    A label, as `Datum: 3. Mai` has one, is of any form that is filled in.
    """
    named = [(index, mark.name) for index in pattern.members if (mark := sheet.marks[index]) is not None and mark.name]
    names = Counter(name for index, name in named if not sheet.lines[index].text[len(name) :].lstrip().startswith(":"))
    return bool(names) and max(names.values()) >= _NEARLY * len(pattern.members)


def _are_titled(sheet: Sheet, pattern: Pattern) -> bool:
    """Tell whether a title stands above each header, and between it and the header before something else.

    Posts of a forum have the title of their thread, all the same one.
    """
    last, titles = -2, set()
    for member in pattern.members:
        title = _top(sheet, pattern, member) - 1
        text = sheet.lines[title].text
        if title <= last + 1 or sheet.marks[title] is not None or is_answer(text) or not reads_as_title(text):
            return False
        titles.add(_DIGITS.sub("9", text))
        last = member
    return len(titles) >= _MOSTLY * len(pattern.members)


def _top(sheet: Sheet, pattern: Pattern, member: int) -> int:
    """Return the first line of a header: the name's, or `By Ann` above the date."""
    name = name_line(sheet, member, loose=True) if pattern.above else None
    if name is not None:
        return name
    above = sheet.marks[member - 1] if member else None
    return member - 1 if above is not None and above.name is not None and not above.dated else member
