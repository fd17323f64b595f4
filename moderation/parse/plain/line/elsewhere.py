"""Lines that announce other articles, of the page's own site: `Related`, `Most read`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from moderation.parse.plain.line.lines import opens_with

_OTHER: Final = re.compile(
    r"(?:more (?:on this|from|stories|news|articles|like this|reviews|recipes|posts|interviews)"
    r"|related|see also|also read|read (?:also|next|more)"
    r"|recommended (?:for you|reading|stories|articles)|trending|you (?:may|might) (?:also )?(?:like|enjoy)"
    r"|most (?:read|popular|viewed|shared|commented)|what to read next|top stories"
    r"|latest (?:news|stories|articles|posts)"
    r"|popular (?:now|stories|posts)|similar (?:topics|threads|posts)|suggested topics|in other news"
    r"|(?:your )?search results|results for|suchergebnisse|résultats (?:de|pour)|resultados (?:de|para)"
    r"|mehr zum thema|auch interessant|zum thema|weitere (?:artikel|themen|nachrichten)|meistgelesen"
    r"|das könnte (?:sie|dich) auch interessieren|lesen sie auch"
    r"|à lire aussi|lire aussi|sur le même (?:sujet|thème)|les plus lus|articles? (?:liés|similaires)"
    r"|te puede interesar|lo más (?:leído|visto)|noticias relacionadas|más noticias|lee también"
    r"|leggi anche|i più letti|articoli correlati|leia também|mais lidas|veja também|notícias relacionadas"
    r"|lees ook|meer over|meest gelezen|läs också|mest läst|læs også|les også|czytaj także|zobacz też|читайте также"
    r"|recent (?:comments|posts)|ähnliche (?:beiträge|artikel|themen)|neueste (?:beiträge|kommentare)|verwandte artikel"
    r"|articles récents|artículos relacionados|entradas recientes|artigos relacionados|gerelateerd|senaste nytt"
    r"|relaterat|mest kommenterat|podobne|powiązane|zobacz także|przeczytaj też|похожие|ещё по теме|материалы по теме"
    r"|(?:diğer|ilgili) haberler|ready for more|ähnliche fragen|saiba mais|next up in"
    r"|関連記事|おすすめ記事|アクセスランキング|potrebbe interessarti|相关(?:阅读|文章|新闻))"
    r"\b.{0,30}",
)
LONGEST_OTHER: Final = 64  # no line that the pattern takes is longer
# The first three letters of what it takes, where those are Latin.
OTHER_OPENINGS: Final = frozenset(
    """als|art|auc|czy|das|diğ|ent|ger|i p|ilg|in |lat|lee|leg|lei|les|lir|lo |läs|læs|mai|mee|meh|mei|mes|mor|mos|más
    neu|nex|not|pod|pop|pot|pow|prz|rea|rec|rel|res|rés|sai|sea|see|sen|sim|suc|sug|sur|te |top|tre|vej|ver|wei|wha|you
    zob|zum|ähn""".replace("\n    ", "|").split("|")
)


def leads_elsewhere(text: str) -> bool:
    """Tell whether a line announces other articles: `Related`, `Most read`."""
    return len(text) <= LONGEST_OTHER and may_lead(text[:3]) and _OTHER.fullmatch(text.lower()) is not None


@lru_cache(maxsize=8192)  # pages open their lines with few letters, and the look-up takes a quarter of the question
def may_lead(letters: str) -> bool:
    """Tell whether a line that opens with three `letters` may announce other articles."""
    return opens_with(letters.lower(), OTHER_OPENINGS)
