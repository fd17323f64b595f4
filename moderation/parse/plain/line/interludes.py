"""What sites print between two comments besides buttons: advertising, `Show 3 replies`, `Thanks (15)`."""

from __future__ import annotations

import re
from typing import Final

from moderation.parse.plain.line.lines import in_any_case

_ANSWERS: Final = (
    r"(?:repl(?:y|ies)|responses?|answers?|comments?|antwort(?:en)?|réponses?|respuestas?|risposte|respostas?"
    r"|antwoorden|reacties?|svar|odpowied(?:zi|ź)|yanıt(?:ı|lar|ları)?|cevap(?:lar)?)"
)
# All of it is for lower case.
_INTERLUDE: Final = re.compile(
    r"(?:advertis(?:ement|ing)|anzeige|werbung|publicité|publicidad|publicidade|pubblicità|reklama?|annons|advertentie)"
    r"|\[?ads?\]?|(?:advertisement|anzeige)\s?[-–—:]\s?[^.!?]{1,40}|scroll to continue"
    r"|(?:article|story) continues (?:below|after)[^.!?]{0,40}"
    rf"|(?:show|view|see|hide|voir|afficher|masquer|ver|mostrar|ocultar|mostra|toon|bekijk|visa|pokaż|zobacz)\s"
    rf"(?:all |more |the |les |las |los |le |alla |alle |altre |wszystkie )?(?:\d{{1,4}} )?"
    rf"(?:more |other |autres |otras |outras |weitere |fler |andere )?{_ANSWERS}(?: ?\(\d{{1,4}}\))?"
    rf"|(?:alle )?\d{{1,4}} (?:more |weitere |andere )?{_ANSWERS}"
    r" (?:anzeigen|einblenden|weergeven|tonen|bekijken|göster)"
    r"|(?:thanks|danke|merci|tack|gracias|bedankt) ?\(?\d{1,5}\)?"
    r"|oceniono \d{1,6} raz(?:y|)(?: [-+]?\d{1,6})?",
)
INTERLUDE_OPENINGS: Final = in_any_case(
    """[ad|ad|ads|adv|aff|all|ann|anz|art|bed|bek|dan|gra|hid|mas|mer|mos|oce|ocu|pok|pub|rek|scr|see|sho|sto|tac|tha|too
    ver|vie|vis|voi|wer|zob"""
)
_LAST_OF_COUNTED: Final = "nr"  # of the verbs behind `3 Antworten`
LONGEST_INTERLUDE: Final = 60


def is_interlude(text: str) -> bool:
    """Tell whether `text` stands between comments: advertising, what opens answers, a count of thanks.

    No longer than `LONGEST_INTERLUDE`, which is asked for before.
    """
    if not (text[:3].casefold() in INTERLUDE_OPENINGS or (text[0].isdigit() and text[-1] in _LAST_OF_COUNTED)):
        return False
    return _INTERLUDE.fullmatch(text.lower()) is not None
