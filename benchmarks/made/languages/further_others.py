"""Further sites in German, French and Spanish, as `further_english` has them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from benchmarks.made.languages.french import FRENCH
from benchmarks.made.languages.german import GERMAN
from benchmarks.made.languages.spanish import SPANISH

# How sites of every language put name, place and date together.
_HEADERS: Final = (
    "{name} ({place}) - {date}\n",
    "{name}\n• {date}\n",
    "{name} / {date}\n",
    "{name} [{date}]\n",
    "{date} | {name}\n",
    "{name}\n{job}\n{date}\n",
    "{name}, {organisation}\n{date}\n",
    "{name}\n{text}\n{date}\n",
    "{text}\n{name} | {date}\n",
    "{name}\n@{handle}@town.example\n{date}\n",
    "{name} {badge} {date}\n",
    "{name}\n{date}\n{count}\n",
)

FURTHER_GERMAN: Final = replace(
    GERMAN,
    dates=(
        "{wd}, {day:02}.{month:02}.{year} - {hour:02}:{minute}",
        "{day:02}.{month:02}.{year} um {hour:02}:{minute} Uhr",
        "{day:02}.{month:02}.{year}",
        "{day}.{month}.{yy}, {hour:02}.{minute} Uhr",
        "{hour:02}:{minute} Uhr, {day:02}.{month:02}.{year}",
        "am {day}. {month_name} {year} um {hour:02}:{minute} Uhr",
        "vor {age} Min.",
        "vor {age} Std.",
        "vor {age} Jahren",
        "{age} Tage her",
        "{day}. {mon} {yy}",
    ),
    headers=(
        *_HEADERS,
        "{name} sagte am {date}:\n",
        "Am {date} schrieb {name}:\n",
        "{number}. {name} schreibt am {date}\n",
        "Name: {name}\nOrt: {place}\nDatum: {date}\n",
        "Gast: {name}\n{date}\n",
        "Kommentar {number}\n{name}\n{date}\n",
        "{name} antwortete {date}\n",
    ),
    rows=(
        "Auf diesen Beitrag antworten\n",
        "Beitrag kommentieren\nBeitrag melden\n",
        "Daumen hoch {count}\nDaumen runter {age}\n",
        "{count} Leser empfehlen diesen Kommentar\n",
        "Hilfreich? Ja ({count}) Nein ({age})\n",
        "Bewertung: {count}\n",
        "Kommentar melden | Antworten | Link\n",
        "Nach oben\n",
        "{count} Personen gefällt das\n",
        "Danke sagen\n",
    ),
    headings=(
        "Bisherige Kommentare: {all}\n",
        "Das sagen unsere Leser\n",
        "Stimmen zum Artikel\n",
        "Gästebuch\n",
        "Reden Sie mit!\n",
    ),
    ends=(
        "Seite 1 von 3\n1\n2\n3\n",
        "Neuen Beitrag schreiben\nName\nText\nAbsenden\n",
        "Kontakt | Impressum | Datenschutz\n",
        "Diese Diskussion ist beendet.\n",
        "Nach oben\n",
    ),
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    badges=("Stammleser", "Neuling", "Goldmitglied"),
    jobs=("Bauingenieur", "Busfahrerin", "Lehrer im Ruhestand"),
    organisations=("Radfahrclub Ashby", "Bürgerverein Oakham"),
)

FURTHER_FRENCH: Final = replace(
    FRENCH,
    dates=(
        "le {day} {month_name} {year} à {hour:02}:{minute}",
        "Le {day:02}/{month:02}/{year} à {hour:02}h{minute}",
        "{day:02}.{month:02}.{yy} à {hour:02}h{minute}",
        "{day:02}/{month:02}/{year} - {hour:02}h{minute}",
        "{hour:02}h{minute}, le {day} {month_name} {year}",
        "il y a {age} min",
        "il y a {age} mois",
        "il y a environ {age} heures",
        "{age} j",
    ),
    headers=(
        *_HEADERS,
        "{name} le {date}\n",
        "{name} a commenté {date}\n",
        "Le {date}, {name} a écrit :\n",
        "{number}. Posté par {name}, {date}\n",
        "Commentaire de {name}\n{date}\n",
        "Pseudo : {name}\nVille : {place}\nDate : {date}\n",
        "{name} (de {place})\n{date}\n",
        "Message par {name} » {date}\n",
        "De : {name}\nEnvoyé : {date}\n",
    ),
    rows=(
        "Répondre à ce commentaire\n",
        "Alerter la modération\n",
        "{count} personnes aiment\n",
        "Utile ? Oui ({count}) Non ({age})\n",
        "D'accord {count}\nPas d'accord {age}\n",
        "Signaler ce contenu\nRépondre\n",
        "Haut de page\n",
        "+{count}\n-{age}\nAlerter\n",
        "Note : {count}\n",
        "Lien permanent | Répondre\n",
    ),
    headings=(
        "L'avis des lecteurs\n",
        "Vos commentaires ({all})\n",
        "{all} messages\n",
        "Livre d'or\n",
        "Réagissez !\n",
        "Ils ont réagi\n",
    ),
    ends=(
        "Page 1 sur 3\n1\n2\n3\nSuivant\n",
        "Réagir à cet article\nPseudo\nMessage\nEnvoyer\n",
        "Contact | Plan du site | CGU\n",
        "Cette discussion est fermée.\n",
    ),
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    badges=("Fidèle lectrice", "Nouveau venu", "Membre d'or"),
    jobs=("Ingénieur civil", "Conducteur de bus", "Enseignante"),
    organisations=("Club cycliste d'Ashby", "Amis du fleuve"),
)

FURTHER_SPANISH: Final = replace(
    SPANISH,
    dates=(
        "{weekday}, {day} de {month_name} de {year}",
        "{day} {mon} {year} {hour:02}:{minute}",
        "{day:02}/{month:02}/{year} a las {hour:02}:{minute}",
        "el {day} {month_name}, {year} a las {hour12}:{minute} {half}",
        "{day:02}.{month:02}.{year} / {hour:02}:{minute}h",
        "{hour:02}:{minute} - {day:02}/{month:02}/{year}",
        "hace {age} min",
        "hace {age} años",
        "hace {age} horas",
    ),
    headers=(
        *_HEADERS,
        "{name} comentó el {date}\n",
        "El {date}, {name} escribió:\n",
        "#{number} {name} - {date}\n",
        "Nombre: {name}\nCiudad: {place}\nFecha: {date}\n",
        "{name} desde {place}\n{date}\n",
        "Comentario {number} de {name}\n{date}\n",
    ),
    rows=(
        "Responder a este comentario\n",
        "A {count} personas les gusta\n",
        "¿Te ha sido útil? Sí ({count}) No ({age})\n",
        "A favor {count}\nEn contra {age}\n",
        "Avisar al moderador\n",
        "Subir\n",
        "Votos: {count}\n",
        "Enlace | Responder | Avisar\n",
    ),
    headings=(
        "La opinión de los lectores\n",
        "Tus comentarios ({all})\n",
        "{all} mensajes\n",
        "Libro de visitas\n",
        "Participa en el debate\n",
    ),
    ends=(
        "Página 1 de 3\n1\n2\n3\n",
        "Escribe un mensaje\nNombre\nEnviar\n",
        "Contacto | Privacidad\n",
        "Este debate está cerrado.\n",
    ),
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    badges=("Lector fiel", "Nuevo", "Socio de oro"),
    jobs=("Ingeniera civil", "Conductor de autobús", "Maestra jubilada"),
    organisations=("Club Ciclista de Ashby", "Amigos del Río"),
)
