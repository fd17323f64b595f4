"""Held out: forms that no parser is tuned on.

They were invented after the habits of real sites, without looking at what the parsers make of them. Nobody mends a
parser by what is read wrong here, nor changes a form so that it is read: then these figures would say nothing about
the next site. Whoever needs forms to mend by adds them to `languages`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from benchmarks.made.habits import Entry, Habit, plain
from benchmarks.made.languages.english import ENGLISH
from benchmarks.made.people import People

STRANGERS: Final = People(
    first=(
        "Siân",
        "Dave",
        "Agnieszka",
        "Jürgen",
        "Priya",
        "Omar",
        "Ngozi",
        "Björn",
        "Margaret",
        "Kev",
        "Luz",
        "Tadeusz",
    ),
    last=("Halloran", "Weiß", "O'Dowd", "Okafor", "Pritchard", "Peña", "Lindqvist", "Rao", "Whitcombe", "Kowalska"),
    others=(
        *("Anonymous", "Guest", "The_Real_Dave", "kev_1962", "MRS POTT", "B. Halloran", "ferry lover", "Not Amused"),
        *("tide-table", "Father of Three", "Ex Councillor", "María José Peña", "d4rkh4rbour", "just_saying"),
    ),
)

NEW_ENGLISH: Final = replace(
    ENGLISH,
    people=STRANGERS,
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    dates=(
        "{day} {month_name} {year} {hour:02}.{minute}",
        "{month}/{day}/{yy} {hour12}:{minute}{half} EST",
        "{weekday}, {month_name} {day}, {year} at {hour12}:{minute} {HALF}",
        "{wd} {day} {mon} {year} {hour:02}.{minute} BST",
        "{day}{th} {month_name} {year}",
        "{month_name} {day}{th}, {year}, {hour12}:{minute} {half}",
        "{year}/{month:02}/{day:02} {hour:02}:{minute}",
        "{day:02}-{mon}-{yy}",
        "Yesterday at {hour12}:{minute} {half}",
        "about {age} hours ago",
        "{age} mins ago",
        "{age} weeks ago",
        "over {age} years ago",
        "{hour:02}:{minute} on {day} {month_name} {year}",
        "{month_name} {day}, {year} - {hour12}:{minute}{half}",
        "{year}-{month:02}-{day:02}T{hour:02}:{minute}:{second}Z",
        "{wd}, {day} {mon} {year} {hour:02}:{minute}:{second} +0100",
        "{age} hours ago (edited)",
    ),
    headers=(
        "{name}, {place}, {date}\n",
        "{name}\n{place}\n{date}\n",
        "{name} from {place}\n{date}\n",
        "by {name} » {date}\n",
        "{text}\nPosted by: {name} | {date}\n",
        "{text}\n— {name}, {date}\n",
        "{text} – {name} {date}\n",
        "{name} said...\n{text}\n{date}\n",
        "At {date}, {name} said...\n",
        "On {date}, {name} wrote:\n",
        "{name}{date}\n",
        "by {name} ( {count}{number}7 ) writes: on {date} (#{number}{count}3)\n",
        "Comment {number} posted by {name} at {date}\n",
        "{date}\n#{number}\n{name}\nSenior Member\nJoin Date: Jan 2009\nPosts: {count}\n",
        "{name}\n{count}pts\n{date}\n",
        "Level {age}\n{name}\n{date}\n",
        "{name}\nHead of Works at {place} Council\n{date}\n",
        "{name} • 3rd+\nLock keeper\n{date}\n",
        "{name}  [{date}]\n",
        "{date} | {name} | #{number}\n",
        "{name} ({place}) on {date}\n",
        "{number}) {name} said,\n{date}\n",
        "Written by {name} on {date}.\n",
        "{name} (guest)\n{date}\n",
        "{name} [Member] {date} #{number}\n",
        "+{count}\n{name}\n{date}\n",
        "Reply #{number} on: {date}\n{name}\n",
        "{name} commented · {date}\n",
        "Submitted by {name} on {date}.\n",
        "{name}\t{date}\n",
        "{name} {date} Permalink\n",
        "{name} via Courier app\n{date}\n",
    ),
    rows=(
        "{count} Likes\n{age} Dislikes\n",
        "Like ({count})\nReply ({age})\nShare\n",
        "Was this helpful? Yes No\n",
        "{age} of {count}{age} people found this helpful\n",
        "↑ {count} ↓ {age}\n",
        "👍 {count} 👎 {age}\n",
        "(Reply) (Thread) (Link)\n",
        "Log in to reply\n",
        "View {age} replies\n",
        "Mark as spam · Block user\n",
        "reply to this | link\n\n",
        "[-] Hide\n",
        "Click to rate\n{count}\n{age}\n",
        "Agree\n{count}\nDisagree\n{age}\n",
        "Respect {count}\n\n",
        "Back to top\n",
        "Flag as inappropriate\n",
        "save share hide report reply\n",
        "Translate\nReact\n",
    ),
    headings=(
        *(
            "What do you think?\n",
            "Have your say\n{all} comments so far\n",
            "{all} thoughts on “Old bridge to close”\n",
        ),
        *("Show {all} comments\n", "User comments\n", "All comments ({all})\nNewest\nOldest\nBest\n"),
        *("Reader feedback\n\n", "{all} people have commented\n", "Conversation {all}\n", "Your views\n"),
    ),
    ends=(
        *("", "1 2 3 Next ›\n", "Back to top\n", "Write a comment…\nPost\n", "This discussion is now closed.\n"),
        "Sign up to join the debate\n\nYou may also like\nHarbour fees frozen\nSwans return to the lock\n",
        "Subscribe to replies by e-mail\n\nPrivacy | Terms | Contact\n",
    ),
    tops=(
        "Lock gates fail again\n\nBy Bess Crane, Harbour Correspondent\nUpdated 07:45, 3 Sep 2021\n\n",
        "Lock gates fail again\nThe third time this summer, and boats queue to the sea\n",
        "Home > News > Harbour\nLock gates fail again\n\n",
    ),
    article=(
        "The gates of the sea lock jammed at high water on Sunday, for the third time since June.",
        "Forty boats had to wait for the next tide, some of them with children aboard, and one with a wedding.",
        "A diver found a length of chain in the sill. It was cut away by noon, but the lower gate had bent by a hand.",
        "“It is a hundred and twelve years old, and it was never meant for such hulls,” the harbour master said.",
        "New gates were ordered in 2019. They lie in a yard up the coast, for nobody has the money to hang them.",
    ),
    sentences=(
        "We sat there for nine hours with two small children and one biscuit.",
        "Exactly",
        "+1",
        "This!!!",
        "Why do the gates still lie in that yard after all these years, and who is paying the rent for it?",
        "EDIT: the harbour office has just rung me back.",
        "Dave is right.",
        "I was there. It was NOT forty boats, it was twelve.",
        "Try asking for a refund, ha ha ha 😂",
        "Two things: first, the sill was surveyed in March; second, nobody read the survey.",
        "Source? https://example.net/lock?year=2019#sill",
        "As a former lock keeper (31 years) I can tell you that chain did not get there by itself...",
        "Thanks for reporting this",
        "You get what you vote for",
        "It opened at 10:30 on Sunday, not at noon.",
        "“Never meant for hulls of this size” – so stop letting them in.",
        "Sorry but no",
        "My boat is 9 m long and has paid £412 a year since 2008.",
        "Does anyone know whether the marina up the river takes visitors?",
        "Shame on them.",
    ),
    titles=("Gates", "What a farce", "Chain in the sill?", "Money for everything else"),
)


def _originally(entry: Entry) -> None:
    if entry.answered:
        entry.text = f"Originally posted by {entry.answered}:\n{entry.other_sentence()}\n\n{entry.text}"


def _signed(entry: Entry) -> None:
    entry.text = f"{entry.text}\n{entry.name.split()[0]}"


def _bulleted(entry: Entry) -> None:
    entry.text += "".join(f"\n- {sentence}" for sentence in entry.chance.sample(entry.language.sentences, 3))


def _afterthought(entry: Entry) -> None:
    entry.text += f"\n\nP.S. {entry.other_sentence()}"


def _in_two_parts(entry: Entry) -> None:
    entry.text = f"1. {entry.other_sentence()}\n2. {entry.other_sentence()}\n{entry.text}"


def _liked(entry: Entry) -> None:
    if entry.chance.random() < 0.4:
        entry.row += "Liked by the author\n"


def _answers_someone(entry: Entry) -> None:
    if entry.answered:
        entry.head = f"↳ {entry.answered}\n{entry.head}"


NEW_HABITS: Final[Mapping[str, Habit]] = {
    "none": plain,
    "originally posted by": _originally,
    "signed": _signed,
    "bullets": _bulleted,
    "afterthought": _afterthought,
    "numbered": _in_two_parts,
    "liked by the author": _liked,
    "↳ name above": _answers_someone,
}
