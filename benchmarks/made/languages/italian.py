"""Sites in Italian."""

from __future__ import annotations

from typing import Final

from benchmarks.made.language import HEADERS, Language

ITALIAN: Final = Language(
    code="it",
    months=(
        *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio"),
        *("agosto", "settembre", "ottobre", "novembre", "dicembre"),
    ),
    dates=(
        "{day} {month_name} {year} alle {hour:02}:{minute}",
        "{day} {month_name} {year} | {hour:02}:{minute}",
        "{day:02}/{month:02}/{year} {hour:02}:{minute}",
        "{age} ore fa",
        "{age} giorni fa",
        "{day} {month_name} {year}",
        "{day} {mon} {year} {hour:02}:{minute}",
    ),
    headers=(
        *HEADERS,
        "{name} scrive:\n{date}\n",
        "{name} ha scritto il {date}:\n",
        "di {name} {date}\n",
    ),
    rows=(
        "",
        "Rispondi\n",
        "Rispondi Segnala\n",
        "Mi piace\nRispondi\n{count}\n",
        "Segnala\nCondividi\n",
    ),
    headings=(
        "",
        "Commenti\n",
        "{all} commenti\n",
        "Commenti ({all})\n",
        "I commenti dei lettori\n",
    ),
    ends=(
        "",
        "Carica altri commenti\n",
        "Lascia un commento\nIl tuo indirizzo email non sarà pubblicato.\nNome *\n",
        "Leggi anche\nPedaggi più cari\n",
    ),
    tops=(
        "",
        "Il vecchio ponte chiude\nDi Hal Winter\n2 maggio 2024\n",
        "Il vecchio ponte chiude\n\n",
    ),
    article=(
        (
            "Il consiglio ha deciso martedì di chiudere il vecchio ponte per due anni, dopo che gli ingegneri hanno "
            "trovato crepe in due dei sette piloni."
        ),
        "I residenti dicono di non essere stati consultati, e che la deviazione costerà mezz'ora al giorno.",
        "Il sindaco ha risposto che il ponte non è sicuro e che non c'è altra strada.",
    ),
    sentences=(
        "Passo su quel ponte ogni mattina da vent'anni e non si è mai mosso.",
        "Dovevano chiedercelo prima.",
        "Due anni sono tanti.",
        "La perizia è in rete, e vale la pena leggerla.",
        "Chi paga la deviazione? Il sindaco no di certo.",
        "Era ora, era brutto.",
        "No.",
        "Succede così quando nessuno vota.",
        "Mio nonno ne ha costruito metà.",
        "che tristezza",
        "Ben detto!",
        "Il 3 maggio si è riunito il consiglio e non è venuto nessuno.",
        "E i ciclisti?",
    ),
)
