"""Sites in Dutch."""

from __future__ import annotations

from typing import Final

from benchmarks.made.language import HEADERS, Language

DUTCH: Final = Language(
    code="nl",
    months=(
        *("januari", "februari", "maart", "april", "mei", "juni", "juli"),
        *("augustus", "september", "oktober", "november", "december"),
    ),
    dates=(
        "{day} {month_name} {year} om {hour:02}:{minute}",
        "{day:02}-{month:02}-{year} {hour:02}:{minute}",
        "{age} uur geleden",
        "{age} dagen geleden",
        "{day} {month_name} {year}",
        "{day}-{month}-{year}, {hour:02}:{minute}",
        "op {day} {month_name} {year} {hour:02}:{minute}",
    ),
    headers=(
        *HEADERS,
        "{name} zegt:\n{date}\n",
        "{name} schreef op {date}:\n",
        "door {name} {date}\n",
        "Reactie van {name} - {date}\n",
    ),
    rows=(
        "",
        "Reageer\n",
        "Beantwoorden\nRapporteren\n",
        "Vind ik leuk\nReageren\n{count}\n",
        "Meld misbruik\n",
    ),
    headings=(
        "",
        "Reacties\n",
        "{all} reacties\n",
        "Reacties ({all})\n",
        "Alle reacties\n",
    ),
    ends=(
        "",
        "Meer reacties laden\n",
        "Laat een reactie achter\nJe e-mailadres wordt niet gepubliceerd.\nNaam *\n",
        "Lees ook\nTol gaat omhoog\n",
    ),
    tops=(
        "",
        "Oude brug dicht\nDoor Hal Winter\n2 mei 2024\n",
        "Oude brug dicht\n\n",
    ),
    article=(
        (
            "De raad besloot dinsdag de oude brug twee jaar te sluiten, nadat ingenieurs scheuren hadden gevonden in "
            "twee van de zeven pijlers."
        ),
        "Bewoners zeiden dat hun niets gevraagd was en dat de omweg elke dag een half uur kost.",
        "De burgemeester antwoordde dat de brug onveilig is en dat er geen andere weg is.",
    ),
    sentences=(
        "Ik rijd al twintig jaar elke ochtend over die brug en hij heeft nooit bewogen.",
        "Ze hadden het ons eerst moeten vragen.",
        "Twee jaar is lang.",
        "Het rapport staat online, en het is de moeite waard.",
        "Wie betaalt de omweg? De burgemeester niet, dat is zeker.",
        "Opgeruimd staat netjes.",
        "Nee.",
        "Dat krijg je als niemand stemt.",
        "Mijn opa heeft de helft gebouwd.",
        "triest",
        "Goed gezegd!",
        "Op 3 mei kwam de raad bijeen en er was niemand.",
        "En de fietsers?",
    ),
)
