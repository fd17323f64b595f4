"""Words, carriers, look-alikes and harmless lines for `rules`, written for it; the matcher's tests have others."""

from __future__ import annotations

import random

from moderation.rulebook.examples.evasion import TRANSFORMS

_WORDS = """
    idiot moron imbecile bastard scumbag wanker tosser asshole arsehole dickhead douchebag jackass dipshit shithead
    fuckwit motherfucker cocksucker bullshit cretin dimwit nitwit numbskull simpleton halfwit bellend retard spastic
    mongoloid faggot poofter tranny shemale nigger niglet sambo kike raghead towelhead wetback beaner gook chink pikey
    gyppo redskin squaw honky peckerwood polack slut whore skank bimbo fuck shit cunt twat bitch prick pussy
"""
CARRIERS = (
    "Honestly, what a {} that man is.",
    "Go home, {}, nobody is listening.",
    "They let the {} run the whole show.",
)
_LOOK_ALIKES = """
    Scunthorpe shiitake Shiite mishit Hitchcock peacock Hancock cockatoo cockpit cocktail shuttlecock weathercock
    snigger niggle niggling Niger Nigeria Nigerian Nigel denigrate renege trigger bigger digger jigger rigger vinegar
    whorl whortleberry shore chore horse hoarse where slurp slate slat sleet slot salute solute retardant retailer
    retarding regard reward spasticity elastic plastic spasm prickly prickle pinprick brick trick crick pricing prince
    swank swanky banker tanker canker hanker ranker anchor yanked Wankel Wanklyn wink tossed toaster tossing crosser
    blend bellhop bellow belfry pendant dickens Dickinson Moby medicated indicate dictate predict verdict addict idiom
    idiomatic radio oxymoron morose morning Cretan cretaceous dimity Dimitri numbed numbskin simple sampler simplest
    halfway halfpenny bastion mustard custard bustard abstract basted scumble scumming faucet maggot fagot bigot ingot
    spigot transit transistor tyranny tyrannical granny cranny female shambles shaman Samba sambuca sambal Kikuyu hike
    bike like spike raged haggard towelling towhead wetsuit setback Beane beanie bean meaner spook gooky goose google
    chin chunk chime chic Chinook chinchilla pike piker hickey pickle Gypsum grippy redshank redskirt squall squawk
    squat honk honking honey phony Petworth woodpecker polka Pollack pollock polar skunk shank skink thank bimonthly
    bimbashi limbo Fuchs fuchsia Fokker folk funk fluke buck duck luck suck tuck shift shirt shin short sheet ship
    shot shut cunning count country county cent cant twit twain thwart tweet batch beach beech botch pitch witch
    stitch snitch switch itch pushy fussy mussy Hussey pass pussyfoot assassin assess bass class brass ambassador
    Penistone Clitheroe Lightwater Matsushita Sussex Essex
"""
HARMLESS = (
    "The first cup is free, the 2nd costs $1.50, the 3rd 99c.",
    "M E N U   O F   T H E   D A Y: soup",
    "Call 0555-010-0199 or 0555/010/0200 before 5 p.m.",
    "He scored 4-4-2, no, 4-3-3, and lost 0:1.",
    "Sooo coool, I loooove it!!!",
    "Room B1.23 is on floor 1, by the lift.",
    "2 * 3 * 4 = 24, and f(x) = a*x + b",
    "It was a *very* good, **really** good year.",
    "Order 55378008 upside down, we did that at school.",
    "C++ and C# and F# are languages, so is R.",
    "s.a.e. to p.o. box 113, please",
    "U.S.A., U.K., E.U., N.A.T.O.",
    "Mr. & Mrs. T. W. Attwood of no. 7",
    'I think I\'d say: "it is what it is".',
    "pass@word1 is not a good password",
    "a_b_c and x-y-z are names of variables",
    "see http://www.example.org/s/h/i/p?id=10t#top",
    "The bus no. 17 to St. Ives, via Ottery St. Mary",
    "Ha ha ha, hee hee hee, ho ho ho.",
    "Brrrr, grrr, pfff, shhhh, zzzz",
    "Co-operation, re-elect, pre-owned, e-mail, x-ray",
    "1984 was a good book; 1Q84, too.",
    "Tickets: A1, A2, B1, B2. Row C is full.",
    "H2O, CO2, NaCl and C6H12O6",
    "The score is 15-0, 30-0, 40-0, game.",
    "½ cup of sugar, ¼ of butter, 3/4 of flour",
    "Café, naïve, façade, Zoë and Renée",
    "Ｗｅｌｃｏｍｅ to the new reading room",
    "𝗕𝗿𝗲𝗮𝗸𝗳𝗮𝘀𝘁 from seven to ten",
    "G r e e t i n g s from the pier",
    "K.I.T.T. was a car, A.L.F. was not.",
    "E=mc², said the man with the hair.",
    "T-shirts in S, M, L and XL",
    "Ask for S. Hitt or F. Ukraine at the desk",
    "Is it 8am or 8pm? 20:00, I hope.",
    "Happy 80th, Nana! xoxo",
    "the # key and the * key do the same here",
    "a-ha, o-ho, uh-huh, mm-hm",
    "Route 66, Apollo 13, Catch-22, Fahrenheit 451",
    "It rained $$$ on the day of the fair.",
    "I/O error, r/w heads, w/o reason",
    "A.M. radio, F.M. radio, D.A.B. radio",
    "one.two.three.go",
    "p.s. I still have your umbrella",
    "Line 1: buy milk. Line 2: buy m1lk, no, milk.",
    "The vote: 17 ayes, 15 noes, 2 abst.",
    "@mayor_of_here, are you coming to #bridgeday?",
    "Пётр and Иван met Ζωή in Αθήνα.",
    "8 out of 10 cats, 9 out of 10 dentists",
    "No. No. No. Well, yes.",
)

# What every filter is given.
WORDS = tuple(_WORDS.split())
# Words that hold a given word, or are a letter, a doubling or a fold away from one.
LOOK_ALIKES = tuple(_LOOK_ALIKES.split())


def disguised_lines() -> list[tuple[str, str]]:
    """Return name of transform and text, for every word and transform, in carriers by turn; the same in every run."""
    return [
        (name, CARRIERS[at % len(CARRIERS)].format(make(word, random.Random(f"{word} {name}"))))
        for name, make in TRANSFORMS.items()
        for at, word in enumerate(WORDS)
    ]


def look_alike_lines() -> list[str]:
    """Return each look-alike word in a carrier."""
    return [CARRIERS[at % len(CARRIERS)].format(word) for at, word in enumerate(LOOK_ALIKES)]
