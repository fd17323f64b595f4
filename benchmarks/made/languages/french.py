"""Sites in French."""

from __future__ import annotations

from typing import Final

from benchmarks.made.language import HEADERS, Language

FRENCH: Final = Language(
    code="fr",
    months=(
        *("janvier", "février", "mars", "avril", "mai", "juin", "juillet"),
        *("août", "septembre", "octobre", "novembre", "décembre"),
    ),
    dates=(
        "{day} {month_name} {year} à {hour:02}h{minute}",
        "le {day:02}/{month:02}/{year} à {hour:02}:{minute}",
        "il y a {age} heures",
        "il y a {age} jours",
        "{day} {month_name} {year}",
        "{day:02}/{month:02}/{year} {hour:02}:{minute}",
        "{year}-{month:02}-{day:02} {hour:02}:{minute}",
    ),
    headers=(
        *HEADERS,
        "{name} a écrit {date} :\n",
        "{name} dit :\n{date}\n",
        "Par {name}, {date}\n",
        "Posté par {name} {date}\n",
        "{date}\n{name}\n",
        "{name} ({date})\n",
        "{name}\n{badge}\n{date}\n",
    ),
    rows=(
        "",
        "Répondre\n",
        "Répondre Signaler\n",
        "Signaler un abus\nRépondre\n",
        "J'aime\nRépondre\n{count}\n",
        "Recommander ({count})\n\n",
        "Répondre\nPartager\n",
        "Citer\n",
    ),
    headings=(
        "",
        "Commentaires\n",
        "{all} commentaires\n",
        "Commentaires ({all})\nTrier par : plus récents\n",
        "{all} réponses à « Le pont »\n",
        "Réactions\n",
        "Vos réactions ({all})\n",
        "Tous les commentaires ({all})\n",
        "Débat\n",
    ),
    ends=(
        "",
        "Voir plus de commentaires\n",
        (
            "Laisser un commentaire\nVotre adresse e-mail ne sera pas publiée. Les champs obligatoires sont indiqués "
            "avec *\nNom *\nE-mail *\n"
        ),
        "Les commentaires sont fermés.\n",
        "À lire aussi\nLes péages augmentent au printemps\nLe bac reprend\n\n© 2024 Le Courrier\n",
    ),
    tops=(
        "",
        "Le vieux pont ferme\nPar Hal Winter\n2 mai 2024\n",
        "Le vieux pont ferme\n\n",
    ),
    article=(
        (
            "Le conseil a décidé mardi de fermer le vieux pont pendant deux ans, après que des ingénieurs ont trouvé "
            "des fissures dans deux des sept piles."
        ),
        (
            "Les riverains disent n'avoir pas été consultés, et que la déviation leur prendra une demi-heure chaque "
            "jour."
        ),
        "Le maire a répondu que le pont était dangereux et qu'il n'y avait pas d'autre solution.",
        "« Nous avons tout examiné, dit-elle. Il n'y a pas d'argent pour un second pont. »",
    ),
    sentences=(
        "Je passe ce pont chaque matin depuis vingt ans et il n'a jamais bougé.",
        "On aurait dû nous demander avant.",
        "Deux ans, c'est long.",
        "Le rapport est en ligne, et il vaut la peine d'être lu.",
        "Qui paie la déviation ? Pas le maire, c'est sûr.",
        "Bon débarras, il était laid.",
        "Non.",
        "Voilà ce qui arrive quand personne ne vote.",
        "Mon grand-père en a bâti la moitié.",
        "En 1987 on disait la même chose du vieux moulin, et on voit le résultat.",
        "triste",
        "Bien dit !",
        (
            "Je ne suis d'accord avec presque rien dans cet article, mais pour le péage c'est juste : il n'a jamais "
            "rapporté ce qu'on promettait."
        ),
        "Le conseil s'est réuni le 3 mai et personne n'est venu.",
        "Et les cyclistes ?",
    ),
    badges=("Abonné", "Rédaction", "Modérateur", "Membre"),
    titles=("Le pont",),
)
