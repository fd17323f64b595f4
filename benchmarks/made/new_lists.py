"""Held out: lists without comments that no parser is tuned on, as `new_forms` says of the forms of comments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NEW_ENTRIES: Final[Mapping[str, str]] = {
    "vacancies with pay": "{job}\n{last} & Sons, Ashby\n£{price},000 a year\nCloses {date}\n",
    "issues of a project": "{title}\n#{price} opened {date} by {nick}\n{goals} comments\n",
    "index of a board": "{title}\n{count} replies, {price} views\nLast post by {name}, {date}\n",
    "lots of an auction": "Lot {number}\n{title}\nEstimate £{count} – £{price}\nEnds {date}\n",
    "donations": "{full_name} gave £{price}\n{date}\n",
    "speakers": "{full_name}\nProfessor of Hydraulics, Ashby\n{time} – Room {number}\n{title}\n",
    "warnings": "Flood warning: River {last}\nIssued {date}\n{lead}\n\n",
    "homes": "3 bedroom house, {last} Lane\n£{price},000\nAdded on {date} by Quill & Teal\n",
    "programme": "{time} {title}\n{lead}\n",
    "films": "{title}\n{name}\n{count}K views • {date}\n",
    "honours": "{past} {full_name}, Ashby\n",
    "courts": "{full_name}, {day}, of {last} Lane: fined £{price} on {date}.\n",
    "motions": "{number}. {title}\nProposed by {full_name}, {date}\n{lead}\n\n",
    "letters by e-mail": "Issue {number} | {date}\n{title}\nRead online\n",
    "changes of a program": "{date}  {full_name}\n\n\t* {title}: {lead}\n\n",
    "log": "{date} [info] gate {number}: {sentence}\n",
    "pictures": "{title}\n{count} pictures\n{date}\n",
    "books": "{title}\n{full_name}\nQuill Press, {past}\n{lead}\n\n",
    "births": "{full_name} and {full_name} are glad to tell of the birth of a son.\n{date}\n\n",
    "papers": "{full_name}, {last}. {title}. Journal of Locks {number}, {past}.\n",
    "questions and answers": "Q: {sentence}\nA: {lead}\n\n",
    "revisions of a page": "{date} {nick} (talk | contribs) . . ({price} bytes) (+{count}) . . ({title})\n",
    "tenders": "{title}\nReference {price}/{number}\nPublished {date}\nContact {full_name}\n",
}

NEW_SAVED_ENTRIES: Final[Mapping[str, str]] = {
    "tenders": "<h3>{title}</h3><dl><dt>Published</dt><dd>{date}</dd><dt>Contact</dt><dd>{full_name}</dd></dl>",
    "homes": '<a href="/h/{price}"><img src="h.jpg"></a><h4>3 bedroom house</h4><p>{lead}</p><span>Added {date}</span>',
    "index of a board": (
        '<a href="/t/{price}">{title}</a> <span>{count} replies</span> <span>Last post <a href="/u">{nick}</a> '
        "{date}</span>"
    ),
    "issues of a project": (
        '<a href="/i/{price}">{title}</a><p>#{price} opened <time>{date}</time> by <a>{nick}</a></p>'
    ),
    "speakers": "<img src='s.jpg'><h3>{full_name}</h3><p>Professor of Hydraulics</p><p>{lead}</p>",
    "recipes": "<h4>{title}</h4><small>by {full_name}, {date}</small><p>{lead}</p><span>{count} min</span>",
    "lots of an auction": "<h4>Lot {number}</h4><p>{lead}</p><p>Ends {date}</p><button>Bid</button>",
    "books": '<img src="b.jpg"><h4>{title}</h4><p>{full_name}</p><p>{lead}</p><b>£{count}</b>',
    "pictures": '<figure><img src="g.jpg"><figcaption>{title}. {full_name}, {date}</figcaption></figure>',
    "songs": "<span>{number}</span> <b>{title}</b> <span>{full_name}</span> <span>{time}</span>",
    "notes of a release": (
        "<h3>{title}</h3><p>{full_name} released this {date}</p><ul><li>{lead}</li><li>{lead2}</li></ul>"
    ),
    "answers by a company": "<h4>{sentence}</h4><p>{lead}</p><p>Updated {date}</p><button>Helpful</button>",
    "donors": "<strong>{full_name}</strong> <span>£{price}</span> <time>{date}</time>",
}
