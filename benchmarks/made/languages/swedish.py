"""Sites in Swedish."""

from __future__ import annotations

from typing import Final

from benchmarks.made.language import HEADERS, Language

SWEDISH: Final = Language(
    code="sv",
    months=(
        *("januari", "februari", "mars", "april", "maj", "juni", "juli"),
        *("augusti", "september", "oktober", "november", "december"),
    ),
    dates=(
        "{day} {month_name} {year} kl. {hour:02}:{minute}",
        "{year}-{month:02}-{day:02} {hour:02}:{minute}",
        "för {age} timmar sedan",
        "{age} dagar sedan",
        "{day} {month_name} {year}",
        "{day} {month_name} {year} kl {hour:02}.{minute}",
    ),
    headers=(
        *HEADERS,
        "{name} säger:\n{date}\n",
        "{name} skrev {date}:\n",
        "av {name} {date}\n",
    ),
    rows=(
        "",
        "Svara\n",
        "Gilla · Svara · Anmäl\n",
        "Anmäl\nSvara\n",
    ),
    headings=(
        "",
        "Kommentarer\n",
        "{all} kommentarer\n",
        "Kommentarer ({all})\n",
    ),
    ends=(
        "",
        "Visa fler kommentarer\n",
        "Lämna ett svar\nDin e-postadress kommer inte publiceras.\nNamn *\n",
        "Läs också\nTullen höjs\n",
    ),
    tops=(
        "",
        "Gamla bron stängs\nAv Hal Winter\n2 maj 2024\n",
        "Gamla bron stängs\n\n",
    ),
    article=(
        (
            "Rådet beslutade i tisdags att stänga den gamla bron i två år, sedan ingenjörer hittat sprickor i två av "
            "sju pelare."
        ),
        "Boende säger att de inte blev tillfrågade, och att omvägen tar en halvtimme varje dag.",
        "Borgmästaren svarade att bron är osäker och att det inte finns någon annan väg.",
    ),
    sentences=(
        "Jag har kört över den bron varje morgon i tjugo år och den har aldrig skakat.",
        "De borde ha frågat oss först.",
        "Två år är lång tid.",
        "Rapporten finns på nätet, och den är värd att läsa.",
        "Vem betalar omvägen? Inte borgmästaren i alla fall.",
        "Skönt, den var ful.",
        "Nej.",
        "Så blir det när ingen röstar.",
        "Min farfar byggde halva.",
        "sorgligt",
        "Bra sagt!",
        "Den 3 maj möttes rådet och ingen kom.",
        "Och cyklisterna?",
    ),
)
