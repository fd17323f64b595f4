"""Sites in Spanish."""

from __future__ import annotations

from typing import Final

from benchmarks.made.language import HEADERS, Language

SPANISH: Final = Language(
    code="es",
    months=(
        *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio"),
        *("agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    dates=(
        "{day} de {month_name} de {year} a las {hour:02}:{minute}",
        "hace {age} horas",
        "hace {age} días",
        "{day} {month_name} {year}",
        "{day:02}/{month:02}/{year} {hour:02}:{minute}",
        "{day:02}/{month:02}/{year} - {hour:02}:{minute}h",
        "{day} {mon} {year} - {hour:02}:{minute}",
    ),
    headers=(
        *HEADERS,
        "{name} escribió el {date}:\n",
        "{name} dice:\n{date}\n",
        "{name} dijo...\n{date}\n",
        "Por {name}, {date}\n",
        "Publicado por {name} el {date}\n",
        "#{number}\n{name}\n{date}\n",
        "{name} ({date})\n",
    ),
    rows=(
        "",
        "Responder\n",
        "Responder Denunciar\n",
        "Me gusta\nResponder\n{count}\n",
        "Denunciar\n",
        "Responder\nCompartir\n",
        "Citar\nResponder\n",
    ),
    headings=(
        "",
        "Comentarios\n",
        "{all} comentarios\n",
        "Comentarios ({all})\nOrdenar por: más recientes\n",
        "{all} comentarios en “El puente”\n",
        "Opiniones\n",
        "Tu opinión\n",
        "Ver {all} comentarios\n",
    ),
    ends=(
        "",
        "Cargar más comentarios\n",
        (
            "Deja una respuesta\nTu dirección de correo electrónico no será publicada. Los campos obligatorios están "
            "marcados con *\nNombre *\n"
        ),
        "Comentarios cerrados.\n",
        "Más noticias\nSuben los peajes en primavera\nVuelve el ferry\n\n© 2024 El Correo\n",
    ),
    tops=(
        "",
        "El viejo puente cierra\nPor Hal Winter\n2 de mayo de 2024\n",
        "El viejo puente cierra\n\n",
    ),
    article=(
        (
            "El pleno decidió el martes cerrar el viejo puente durante dos años, después de que los ingenieros "
            "encontraran grietas en dos de los siete pilares."
        ),
        "Los vecinos dicen que nadie les preguntó, y que el desvío les costará media hora cada día.",
        "El alcalde respondió que el puente era inseguro y que no había otra salida.",
        "“Lo hemos mirado todo”, dijo. “No hay dinero para un segundo puente.”",
    ),
    sentences=(
        "Cruzo ese puente cada mañana desde hace veinte años y nunca se movió.",
        "Tenían que habernos preguntado.",
        "Dos años es mucho tiempo.",
        "El informe está en internet, y merece la pena.",
        "¿Quién paga el desvío? El alcalde no, eso seguro.",
        "Ya era hora, era feísimo.",
        "No.",
        "Esto pasa cuando nadie vota.",
        "Mi abuelo construyó la mitad.",
        "En 1987 dijeron lo mismo del molino viejo, y mira.",
        "qué pena",
        "¡Bien dicho!",
        (
            "No estoy de acuerdo con casi nada de este artículo, pero lo del peaje es verdad: nunca dio lo que "
            "prometían."
        ),
        "El 3 de mayo se reunió el pleno y no fue nadie.",
        "¿Y los ciclistas?",
    ),
    badges=("Suscriptor",),
    titles=("El puente",),
)
