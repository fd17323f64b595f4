"""Held out: forms in German and French that no parser is tuned on, as `new_forms` says of the English ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from benchmarks.made.new_forms import NEW_ENGLISH

NEW_GERMAN: Final = replace(
    NEW_ENGLISH,
    code="de",
    months=(
        *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli"),
        *("August", "September", "Oktober", "November", "Dezember"),
    ),
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    dates=(
        *("heute, {hour:02}:{minute}", "{day}.{month}.{year} | {hour:02}:{minute}", "vor {age} Wochen"),
        *("{day:02}.{month:02}.{year} um {hour:02}.{minute} Uhr", "{weekday}, {day}. {month_name} {year}"),
        *("{day}. {month_name} {year} um {hour:02}:{minute}", "{wd}, {day:02}.{month:02}.{yy}, {hour:02}:{minute} Uhr"),
    ),
    headers=(
        *("am {date} schrieb {name}:\n", "{name} aus {place}\n{date}\n", "Beitrag von {name} » {date}\n"),
        *("#{number} von {name} , {date}\n", "{name} meint:\n{date}\n", "{text}\n{name}, {place}, {date}\n"),
        *("{name} (Gast)\n{date}\n", "{number}. Verfasst von {name} ({date})\n"),
    ),
    rows=(
        *("Auf diesen Kommentar antworten\n", "Lesenswert {count}\n", "Zustimmen {count}\nAblehnen {age}\n"),
        *("Antwort schreiben\n\n", "{age} Antworten anzeigen\n", "Missbrauch melden\n", "Daumen hoch {count}\n"),
    ),
    headings=("Was meinen Sie?\n", "{all} Beiträge\n", "Lesermeinungen ({all})\n", "Jetzt mitdiskutieren\n"),
    ends=("", "Ältere Beiträge\n", "Bitte melden Sie sich an, um zu kommentieren.\n", "Zum Seitenanfang\n"),
    tops=("Schleusentor klemmt schon wieder\nVon Bess Crane\n\n", "Schleusentor klemmt schon wieder\n\n"),
    article=(
        "Das Tor der Seeschleuse klemmte am Sonntag bei Hochwasser zum dritten Mal, und vierzig Boote warteten.",
        "Ein Taucher fand ein Stück Kette in der Schwelle. Gegen Mittag war sie durchtrennt, das Tor aber verbogen.",
        "„Es ist hundertzwölf Jahre alt und war nie für Rümpfe dieser Größe gedacht“, sagte der Hafenmeister.",
    ),
    sentences=(
        *(
            "Wir haben neun Stunden gewartet, mit zwei kleinen Kindern und einem Keks.",
            "Genau",
            "+1",
            "Sehe ich auch so.",
        ),
        *("Warum liegen die neuen Tore seit Jahren auf dem Hof, und wer zahlt dafür die Miete?", "Dave hat recht."),
        *("Ich war dabei. Es waren NICHT vierzig Boote, es waren zwölf.", "Quelle? https://example.net/schleuse"),
        *("Danke für den Bericht", "Um 10:30 Uhr ging es weiter, nicht um zwölf.", "Schämt euch.", "Leider nein"),
        "Zwei Dinge: Erstens wurde die Schwelle im März vermessen; zweitens hat das Gutachten niemand gelesen.",
    ),
)

NEW_FRENCH: Final = replace(
    NEW_ENGLISH,
    code="fr",
    months=(
        *("janvier", "février", "mars", "avril", "mai", "juin", "juillet"),
        *("août", "septembre", "octobre", "novembre", "décembre"),
    ),
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    dates=(
        *("{day} {month_name} {year} à {hour:02}:{minute}", "{day:02}.{month:02}.{yy} | {hour:02}h{minute}"),
        *("hier à {hour:02}:{minute}", "{weekday} {day} {month_name} {year}", "il y a {age} semaines"),
        "le {day} {month_name} {year}, {hour:02} h {minute}",
    ),
    headers=(
        *("Le {date}, {name} a dit :\n", "{name}, {place}\n{date}\n", "Message de {name} posté le {date}\n"),
        *(
            "{number} {name} • {date}\n",
            "{text}\n{name}, {date}\n",
            "{name} (invité)\n{date}\n",
            "{name} réagit :\n{date}\n",
        ),
    ),
    rows=(
        *("+{count} -{age}\n", "Répondre à ce message\n", "Alerter\n", "Je réponds\nJ'alerte\n"),
        *("Cet avis vous a-t-il aidé ? Oui Non\n", "Voir les {age} réponses\n\n"),
    ),
    headings=("Qu'en pensez-vous ?\n", "{all} avis\n", "Les internautes réagissent ({all})\n", "Espace abonnés\n"),
    ends=("", "Page suivante\n", "Connectez-vous pour réagir\n", "Haut de page\n"),
    tops=("L'écluse bloquée, encore\nPar Bess Crane\n\n", "L'écluse bloquée, encore\n\n"),
    article=(
        "La porte de l'écluse s'est bloquée dimanche à marée haute, pour la troisième fois depuis juin.",
        "Un plongeur a trouvé un bout de chaîne dans le seuil. On l'a coupé à midi, mais la porte était tordue.",
        "« Elle a cent douze ans, et n'a jamais été faite pour des coques pareilles », dit le maître du port.",
    ),
    sentences=(
        *("Nous avons attendu neuf heures avec deux enfants et un biscuit.", "Exactement", "+1", "Dave a raison."),
        *("Pourquoi les portes neuves restent-elles dans cette cour, et qui paie le loyer ?", "Honte à eux."),
        *("J'y étais. Ce n'était PAS quarante bateaux, mais douze.", "La source ? https://example.net/ecluse"),
        *("Merci pour cet article", "Elle a rouvert à 10 h 30, pas à midi.", "Désolé, mais non"),
        "Deux choses : le seuil a été mesuré en mars, et personne n'a lu le rapport.",
    ),
)
