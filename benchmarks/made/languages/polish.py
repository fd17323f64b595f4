"""Sites in Polish."""

from __future__ import annotations

from typing import Final

from benchmarks.made.language import HEADERS, Language

POLISH: Final = Language(
    code="pl",
    months=(
        *("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca"),
        *("sierpnia", "września", "października", "listopada", "grudnia"),
    ),
    dates=(
        "{day} {month_name} {year}, {hour:02}:{minute}",
        "{day} {month_name} {year} o {hour:02}:{minute}",
        "{day:02}.{month:02}.{year} {hour:02}:{minute}",
        "{year}-{month:02}-{day:02} {hour:02}:{minute}",
        "{age} godziny temu",
        "{age} dni temu",
        "{day} {month_name} {year}",
    ),
    headers=(
        *HEADERS,
        "{name} pisze:\n{date}\n",
        "{name} napisał {date}:\n",
    ),
    rows=(
        "",
        "Odpowiedz\n",
        "Odpowiedz\nZgłoś\n",
        "Lubię to\nOdpowiedz\n{count}\n",
        "Zgłoś nadużycie\n",
    ),
    headings=(
        "",
        "Komentarze\n",
        "{all} komentarzy\n",
        "Komentarze ({all})\n",
        "Wszystkie komentarze\n",
    ),
    ends=(
        "",
        "Pokaż więcej komentarzy\n",
        "Dodaj komentarz\nTwój adres e-mail nie zostanie opublikowany.\nNazwa *\n",
        "Czytaj także\nOpłaty w górę\n",
    ),
    tops=(
        "",
        "Stary most zamknięty\nHal Winter\n2 maja 2024\n",
        "Stary most zamknięty\n\n",
    ),
    article=(
        (
            "Rada postanowiła we wtorek zamknąć stary most na dwa lata, po tym jak inżynierowie znaleźli pęknięcia w "
            "dwóch z siedmiu filarów."
        ),
        "Mieszkańcy mówią, że nikt ich nie pytał, a objazd zabierze im pół godziny dziennie.",
        "Burmistrz odpowiedział, że most jest niebezpieczny i innej drogi nie ma.",
    ),
    sentences=(
        "Jeżdżę tym mostem codziennie od dwudziestu lat i nigdy się nie zatrząsł.",
        "Trzeba było nas najpierw zapytać.",
        "Dwa lata to długo.",
        "Raport jest w sieci i warto go przeczytać.",
        "Kto płaci za objazd? Burmistrz na pewno nie.",
        "I dobrze, był brzydki.",
        "Nie.",
        "Tak jest, gdy nikt nie głosuje.",
        "Mój dziadek zbudował połowę.",
        "smutne",
        "Dobrze powiedziane!",
        "Rada zebrała się 3 maja i nikt nie przyszedł.",
        "A rowerzyści?",
    ),
)
