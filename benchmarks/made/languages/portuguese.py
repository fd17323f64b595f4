"""Sites in Portuguese."""

from __future__ import annotations

from typing import Final

from benchmarks.made.language import HEADERS, Language

PORTUGUESE: Final = Language(
    code="pt",
    months=(
        *("janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho"),
        *("agosto", "setembro", "outubro", "novembro", "dezembro"),
    ),
    dates=(
        "{day} de {month_name} de {year} às {hour:02}:{minute}",
        "{day:02}/{month:02}/{year} {hour:02}:{minute}",
        "{day:02}/{month:02}/{year} às {hour:02}h{minute}",
        "há {age} horas",
        "há {age} dias",
        "{day} de {month_name} de {year}",
        "{day:02}.{month:02}.{year} {hour:02}:{minute}",
    ),
    headers=(
        *HEADERS,
        "{name} disse:\n{date}\n",
        "{name} escreveu em {date}:\n",
        "Por {name}, {date}\n",
    ),
    rows=(
        "",
        "Responder\n",
        "Responder\nDenunciar\n",
        "Curtir\nResponder\n{count}\n",
    ),
    headings=(
        "",
        "Comentários\n",
        "{all} comentários\n",
        "Comentários ({all})\n",
        "Comentários dos leitores\n",
    ),
    ends=(
        "",
        "Carregar mais\n",
        "Deixe um comentário\nO seu endereço de e-mail não será publicado.\nNome *\n",
        "Leia também\nPedágios sobem\n",
    ),
    tops=(
        "",
        "Velha ponte fecha\nPor Hal Winter\n2 de maio de 2024\n",
        "Velha ponte fecha\n\n",
    ),
    article=(
        (
            "A câmara decidiu na terça-feira fechar a velha ponte por dois anos, depois que engenheiros acharam "
            "rachaduras em dois dos sete pilares."
        ),
        "Moradores disseram que não foram consultados, e que o desvio lhes custará meia hora por dia.",
        "O prefeito respondeu que a ponte é insegura e que não há outro caminho.",
    ),
    sentences=(
        "Passo por essa ponte toda manhã há vinte anos e ela nunca balançou.",
        "Deviam ter perguntado antes.",
        "Dois anos é muito tempo.",
        "O relatório está na internet, e vale a pena.",
        "Quem paga o desvio? O prefeito é que não.",
        "Já vai tarde, era feia.",
        "Não.",
        "É o que acontece quando ninguém vota.",
        "Meu avô construiu metade.",
        "que pena",
        "Bem dito!",
        "No dia 3 de maio a câmara se reuniu e ninguém foi.",
        "E os ciclistas?",
    ),
)
