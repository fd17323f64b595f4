"""Advertising and harmless comments with links, so that spam is not whatever holds an address.

Written for this package: the public spam sets know videos of 2013 and text messages, not comments under articles. The
same links, sums and things stand in both kinds.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

SITES: Final = (
    "http://example.com/win", "https://www.example.org/2021/04/report", "bit.ly/3xQz", "www.example.net",
    "https://en.example.org/wiki/Harbour", "http://tinyurl.com/y4k2", "example.shop", "t.me/fastprofit",
    "wa.me/4479001122", "https://www.example-times.com/politics/budget", "https://youtu.be/3un05",
    "http://deals.example.biz/?ref=77",
)  # fmt: skip
SUMS: Final = ("$5000", "$87 an hour", "3,000 euros", "$12,400", "20%", "1 BTC", "500 dollars", "half the price")
THINGS: Final = (
    "loan", "watch", "handbag", "casino bonus", "weight loss pill", "essay", "visa", "credit repair", "crypto wallet",
    "phone", "recovery service", "backlink package", "spell", "dating site", "forex course", "kitchen", "supplement",
)  # fmt: skip
NAMES: Final = ("Linda", "Dr. Moore", "Mr Alvarez", "coach Kim", "Sofia", "agent Peters", "my aunt", "my roommate")

SPAM: Final = (
    "I make {sum} working from home, and so can you: {site}",
    "{name} earned {sum} last month just by clicking. Visit {site} now!!!",
    "Best {thing} online, cheap prices, free shipping {site}",
    "Need a {thing}? Contact {name} on WhatsApp, fast and guaranteed. {site}",
    "Thanks to {name} I got my money back from the scammers, write to him at {site}",
    "Great post! I also wrote about it on my blog, please visit {site}",
    "Nice article, very informative. Buy {thing} here {site}",
    "CLICK HERE for a free {thing} >>> {site} <<<",
    "Invest {sum} today and receive double within 24 hours, message {name} {site}",
    "Hot singles in your area are waiting, join free {site}",
    "Subscribe to my channel, new videos every day {site}",
    "Follow me and I follow back {site}",
    "Are you tired of your debts? Get a {thing} of {sum} without any check. {site}",
    "Congratulations, you have won a {thing}! Claim it at {site} before midnight",
    "SEO services, first page of search results for {sum} {site}",
    "My life changed after {name} cast a {thing} for me, email him today",
    "Earn {sum} weekly, no experience needed, apply at {site}",
    "order your {thing} without prescription, discreet delivery {site}",
    "Get followers and likes cheap at {site}",
    "I was doubtful at first but {name} traded for me and I withdrew {sum}. Telegram {site}",
)
HARMLESS: Final = (
    "The figures in the article do not match the report, see {site}",
    "There is a longer piece on this from last year: {site}",
    "Source? I found only {site}, and it says the opposite.",
    "The council pays {sum} for this and nobody asked us.",
    "My brother bought a {thing} for {sum} and regrets it.",
    "I work from home three days a week and it suits me.",
    "They want {sum} more from every household, according to {site}.",
    "{name} explained this well in an interview: {site}",
    "How is a {thing} even relevant to the story?",
    "The link in the second paragraph is broken, it should be {site}",
    "I subscribe to this paper and would like fewer ads for a {thing}.",
    "Free parking is not free, somebody pays {sum} for it.",
    "For the record, the full speech is here: {site} (about twenty minutes).",
    "Banks gave anyone a loan in those years, that is how we got here.",
    "If you click through to {site} you will see the original chart.",
    "He won {sum} in court, and rightly so.",
    "Please check your numbers, {sum} cannot be right.",
    "I followed the case from the start; {name} was never charged.",
    "Congratulations to the winners, well deserved!",
    "Contact your representative if you think this is wrong.",
    "Here is the study that the piece talks about: {site}",
    "This was already reported in March: {site}",
    "A correction: the bridge was built in 1931, see {site}",
    "You can watch the whole debate at {site}, it is worth it.",
    "According to {site} the number is three times as high.",
    "Good background on the case: {site}",
    "That is not true. {site}",
    "The ministry published the table itself ({site}), page nine.",
    "{site} has the opposite story, which one is right?",
    "I read about it at {site} and could not believe it.",
)
_ROUNDS: Final = 30


def adverts() -> Iterator[tuple[str, bool]]:
    """Yield each sentence thirty times with other links, sums, things and names, and whether it is spam."""
    draw = random.Random(20)
    for frames, spam in ((SPAM, True), (HARMLESS, False)):
        for frame in frames:
            for _ in range(_ROUNDS):
                filled = frame.format(
                    site=draw.choice(SITES),
                    sum=draw.choice(SUMS),
                    thing=draw.choice(THINGS),
                    name=draw.choice(NAMES),
                )
                yield filled, spam
