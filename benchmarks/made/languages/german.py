"""Sites in German."""

from __future__ import annotations

from typing import Final

from benchmarks.made.language import HEADERS, Language

GERMAN: Final = Language(
    code="de",
    months=(
        *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli"),
        *("August", "September", "Oktober", "November", "Dezember"),
    ),
    dates=(
        "{day}. {month_name} {year}, {hour:02}:{minute} Uhr",
        "{day:02}.{month:02}.{year}, {hour:02}:{minute} Uhr",
        "{day:02}.{month:02}.{yy} {hour:02}:{minute}",
        "am {day:02}.{month:02}.{year} um {hour:02}:{minute}",
        "vor {age} Stunden",
        "vor {age} Tagen",
        "{day}. {month_name} {year}",
        "{year}-{month:02}-{day:02} {hour:02}:{minute}",
        "{day}. {mon}. {year} {hour:02}:{minute}",
    ),
    headers=(
        *HEADERS,
        "{name} schrieb {date}:\n",
        "{name} sagt:\n{date}\n",
        "von {name} {date}\n",
        "Geschrieben von {name} {date}\n",
        "Kommentar von {name} {date}\n",
        "#{number} {name} {date}\n",
        "{date}\n{name}\n",
        "{name} ({date})\n",
        "{name}\n{badge}\n{date}\n",
        "{title}\n{name}, {date}\n",
    ),
    rows=(
        "",
        "Antworten\n",
        "Antworten Melden\n",
        "Antworten\nMelden\n{count}\n",
        "Gefällt mir\nAntworten\n",
        "Empfehlen ({count})\nAntworten\nMelden\n\n",
        "Zitieren\nBeitrag melden\n",
        "+{count}\n-{age}\nantworten\n",
        "Antworten\nTeilen\nLink kopieren\n",
    ),
    headings=(
        "",
        "Kommentare\n",
        "{all} Kommentare\n",
        "Kommentare ({all})\nSortieren nach: Neueste\n",
        "{all} Kommentare zu „Die Brücke“\n",
        "Diskussion\n",
        "Leserkommentare\n",
        "Alle {all} Kommentare anzeigen\n",
        "Ihre Meinung\n",
    ),
    ends=(
        "",
        "Mehr Kommentare laden\n",
        (
            "Schreibe einen Kommentar\nDeine E-Mail-Adresse wird nicht veröffentlicht. Erforderliche Felder sind mit "
            "* markiert\nName *\nE-Mail *\n"
        ),
        "Die Kommentarfunktion ist geschlossen.\n",
        "Mehr zum Thema\nMaut steigt im Frühjahr\nFähre fährt wieder\n\n© 2024 Der Kurier\n",
        "Meistgelesen\n1 Maut steigt im Frühjahr\n2 Fähre fährt wieder\n",
    ),
    tops=(
        "",
        "Alte Brücke wird gesperrt\nVon Hal Winter\n2. Mai 2024\n",
        "Alte Brücke wird gesperrt\n\n",
    ),
    article=(
        (
            "Der Rat hat am Dienstag beschlossen, die alte Brücke für zwei Jahre zu sperren, weil Ingenieure in zwei "
            "der sieben Pfeiler Risse gefunden haben."
        ),
        (
            "Anwohner sagten, sie seien nicht gefragt worden, und die Umleitung koste sie jeden Tag eine halbe "
            "Stunde je Weg."
        ),
        "Der Bürgermeister erwiderte, die Brücke sei unsicher und ein anderer Weg nicht zu finden.",
        "„Wir haben alles geprüft“, sagte sie. „Für eine zweite Brücke fehlt das Geld.“",
    ),
    sentences=(
        "Ich fahre seit zwanzig Jahren jeden Morgen über diese Brücke, und sie hat nie gewackelt.",
        "Man hätte uns vorher fragen sollen.",
        "Zwei Jahre sind eine lange Zeit.",
        "Das Gutachten steht im Netz, und es lohnt sich.",
        "Wer zahlt die Umleitung? Der Bürgermeister sicher nicht.",
        "Gut so, sie war sowieso hässlich.",
        "Stimmt.",
        "Nein.",
        "So kommt es, wenn keiner wählen geht.",
        "Mein Großvater hat die Hälfte davon gebaut.",
        "1987 hieß es bei der alten Mühle genauso, und man sieht, was daraus wurde.",
        "traurig",
        "Gut gesagt!",
        (
            "Dem meisten in diesem Artikel widerspreche ich, aber das mit der Maut ist richtig: Sie hat nie "
            "gebracht, was versprochen war."
        ),
        "Am 3. Mai tagte der Rat, und keiner kam.",
        "Was ist mit den Radfahrern?",
    ),
    badges=("Redaktion", "Abonnent", "Moderation", "Verifiziert"),
    titles=("Zur Brücke", "Maut jetzt", "Nicht gefragt"),
)
