"""The names of months and weekdays in the languages that pages and exports are written in, and patterns of words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

# English, German, French, Spanish, Italian, Portuguese, Dutch; then Swedish, Danish, Norwegian, Polish, Czech, Finnish,
# Turkish, Russian and Ukrainian, where the day calls for another case than the month alone; then Greek, Romanian,
# Hungarian, Indonesian, Arabic in both namings, and Hebrew with its "in". Short forms as sites print
# them. Left out: `ago`, `set`, `mag`, `sie`, `ara` and the like, which are words of another language.
_NAMES: Final = """
1   january jan januar jänner jän janvier janv enero ene gennaio janeiro januari
2   february feb februar febr février févr fév fevrier fevr febrero febbraio fevereiro fev februari
3   march mar märz mär mrz maerz mars marzo março maart mrt
4   april apr avril avr abril abr aprile
5   may mai mayo maggio maio mei
6   june jun juni juin junio giugno giu junho
7   july jul juli juillet juil julio luglio lug julho
8   august aug août aout agosto augustus
9   september sept sep septembre septiembre settembre setembro
10  october oct oktober okt octobre octubre ottobre ott outubro out
11  november nov novembre noviembre novembro
12  december dec dezember dez décembre déc decembre diciembre dic dicembre dezembro desember
1   stycznia styczeń sty ledna leden tammikuuta tammikuu ocak января январь янв січня
2   lutego luty lut února únor helmikuuta helmikuu şubat şub февраля февраль фев февр лютого
3   marts marca marzec března březen maaliskuuta maaliskuu mart марта март мар березня
4   kwietnia kwiecień kwi dubna duben huhtikuuta huhtikuu nisan nis апреля апрель апр квітня
5   maj maja května květen toukokuuta toukokuu mayıs мая май травня
6   czerwca czerwiec cze června červen kesäkuuta kesäkuu haziran haz июня июнь июн червня
7   lipca lipiec července červenec heinäkuuta heinäkuu temmuz июля июль июл липня
8   augusti sierpnia sierpień srpna srpen elokuuta elokuu ağustos ağu августа август авг серпня
9   września wrzesień wrz září syyskuuta syyskuu eylül eyl сентября сентябрь сен сент вересня
10  października październik paź října říjen lokakuuta lokakuu ekim октября октябрь окт жовтня
11  listopada listopad listopadu marraskuuta marraskuu kasım kas ноября ноябрь ноя нояб листопада
12  des grudnia grudzień gru prosince prosinec joulukuuta joulukuu aralık декабря декабрь дек грудня
1   ιανουαρίου ianuarie január januára يناير جانفي בינואר
2   φεβρουαρίου februarie február februára februari فبراير فيفري شباط בפברואר
3   μαρτίου martie március marec maret مارس آذار במרץ
4   απριλίου aprilie április apríla أبريل ابريل إبريل أفريل نيسان באפריל
5   μαΐου május mája مايو ماي أيار במאי
6   ιουνίου iunie június júna يونيو جوان حزيران ביוני
7   ιουλίου iulie július júla يوليو جويلية تموز ביולי
8   αυγούστου augusztus agustus أغسطس اغسطس أوت آب באוגוסט
9   σεπτεμβρίου septembrie szeptember سبتمبر أيلول בספטמבר
10  οκτωβρίου octombrie október أكتوبر اكتوبر באוקטובר
11  νοεμβρίου noiembrie نوفمبر בנובמבר
12  δεκεμβρίου decembrie desember ديسمبر בדצמבר
"""
MONTHS: Final[dict[str, int]] = {
    name: int(number) for number, *names in map(str.split, _NAMES.strip().splitlines()) for name in names
}
# Those, and what is a month only between a day and a year: `4 ago 2024`, `4 set 2024`.
DATED_MONTHS: Final[dict[str, int]] = {**MONTHS, "gen": 1, "mag": 5, "ago": 8, "sie": 8, "set": 9, "lis": 11, "ara": 12}
WEEKDAYS: Final = tuple(
    """monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
    lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim
    lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag
    poniedziałek wtorek środa czwartek piątek sobota niedziela
    pondělí úterý středa čtvrtek pátek neděle
    maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina
    pazartesi salı çarşamba perşembe cuma cumartesi pazar
    понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс""".split()  # noqa: SIM905 - a list of names
)


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of `words`, longest first, that shares their beginnings.

    Such a pattern is tried several times as fast as a plain alternation of eighty words.
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _pattern(tree)


def _pattern(tree: dict[str, Any]) -> str:
    branches = [re.escape(letter) + _pattern(below) for letter, below in sorted(tree.items()) if letter]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"
    if "" not in tree:
        return body
    return f"(?:{body})?"
