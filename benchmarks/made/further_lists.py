"""Further lists without comments in saved pages: cards of goods, people, events and news as sites write them today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FURTHER_SAVED: Final[Mapping[str, str]] = {
    "cards of news": (
        '<a class="block group" href="/n/{count}"><div class="text-lg font-bold">{title}</div><div class="text-sm '
        'text-gray-500">{name} · {date}</div><p class="text-gray-700">{lead}</p></a>'
    ),
    "cards of news, links inside": (
        '<div class="flex flex-col"><span class="text-xs uppercase">Politics</span><h3 class="font-bold"><a '
        'href="/n/{count}">{title}</a></h3><p class="text-sm">{lead}</p><div class="flex"><span>{name}</span><time>'
        "{date}</time></div></div>"
    ),
    "cards of people": (
        '<div class="w-24 h-24 rounded-full">{full_name[0]}</div><div class="font-semibold">{full_name}</div><div '
        'class="text-sm">{role}</div><p>{lead}</p><a href="mailto:{nick}@courier.example">Email</a>'
    ),
    "cards of goods": (
        '<div class="css-a1"><img src="g.jpg" alt=""></div><div class="css-b2">{title}</div><div '
        'class="css-c3">{price} €'
        '</div><div class="css-d4">{lead}</div><button class="css-e5">Add to basket</button>'
    ),
    "events": (
        '<div class="flex"><div class="text-center"><span>{month_name}</span><b>{day}</b></div><div><div '
        'class="font-semibold">{title}</div><div class="text-sm">Town Hall, {date}</div><p>{lead}</p></div></div><a '
        'href="/e/{count}">Book</a>'
    ),
    "releases": '<h4>Version {number}.{goals}</h4><time>{date}</time><p>{lead}</p><a href="/d/{number}">Download</a>',
    "timeline": '<div class="css-t1">{date}</div><div class="css-t2"><strong>{title}</strong><p>{lead}</p></div>',
    "sessions": (
        '<div class="time">{time}</div><div><h4>{title}</h4><div>{full_name}, {role}</div><p>{lead}</p></div>'
    ),
    "recipes": '<h3><a href="/r/{count}">{title}</a></h3><div>{name}</div><div>{count} min</div><p>{lead}</p>',
    "questions that open": "<details><summary>{title}?</summary><p>{lead}</p></details>",
    "vacancies": (
        '<div class="MuiCard-root css-v1"><p class="MuiTypography-root">{job}</p><p class="MuiTypography-root">Ashby '
        'Council</p><span>{date}</span><p class="MuiTypography-body2">{lead}</p><button>Apply now</button></div>'
    ),
    "results": "<div>{date}</div><div>{last} {goals} – {goals2} {last2}</div><p>{lead}</p>",
}
