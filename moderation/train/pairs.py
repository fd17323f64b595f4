"""Pairs of sentences in which the same insult is denied, quoted or answered, and meant.

Written for this package. Both sentences of a pair hold the same claim, about the same people, in nearly the same
words; what decides stands round it: a negation, what became of the speaker, whether the writer agrees. Frames are put
together from parts, because with frames of one piece the encoder learns the frames.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Final

from moderation.train import pairs_words as words
from moderation.train.identities import GROUPS

Pair = tuple[str, str]
Both = Sequence[Pair]

# A slot that differs between the two of a pair has a harmless half and one that is meant.
# {c} is a claim, {C} the same at the beginning of a sentence, {g} one about a group, {x} a claim or a cry, {gp} people.
QUOTED: Final[Both] = (
    ('{Rep} {shouted} "{x}" {where} and {outcome}.', '{Rep} {shouted} "{x}" {where} and {approval}.'),
    ('{Rep} {shouted} "{x}" {where}. {Blame}', '{Rep} {shouted} "{x}" {where}. {Praise}'),
    ("{Rep} {claimed} that {c}, and {outcome}.", "{Rep} {claimed} that {c}, and {approval}."),
    ("{Rep} {claimed} that {c}. {Blame}", "{Rep} {claimed} that {c}. {Praise}"),
    ('"{X}", {rep} {shouted} {where}. {Blame}', '"{X}", and {rep} should shout it louder. {Praise}'),
    ('"{X}": with these words {rep} greeted me {where}.', '"{X}": with these words I greet you all.'),
    ("'{X}' is what they read {where}. {Blame}", "'{X}' is what you should all read {where}. {Praise}"),
    ("I heard {rep} say {c} {where}, and {outcome}.", "I heard {rep} say {c} {where}, and {approval}."),
    ('In chapter two {rep} thinks "{x}", until he meets them.', 'In chapter two {rep} thinks "{x}". So do I.'),
    ('Under the photo it says "{x}". {Blame}', 'Under the photo it says "{x}". {Praise}'),
    ("What does {noun} mean, and is it rude?", "What does {noun} mean? It means you, {noun2}."),
    ('The word "{noun}" {history}.', 'The word "{noun}" was made for people like you.'),
    ("{Rep} was called {a_noun} {where}. {Blame}", "{Rep} was rightly called {a_noun} {where}. {Praise}"),
    ("They called her {a_noun}. {Blame}", "I call her {a_noun}. {Praise}"),
)
ANSWERED: Final[Both] = (
    ("Saying that {c} is {wrong}.", "Saying that {c} is {right}."),
    ('"{X}" is {wrong}.', '"{X}" is {right}.'),
    ("To write that {c} is {wrong}.", "To write that {c} is {right}."),
    ("Stop saying that {c}.", "Keep saying that {c}."),
    ("Please stop claiming {c}. {Rebuke}", "Please stop denying it: {c}."),
    ("Who told you that {c}? {Rebuke}", "Who told you otherwise? {C}."),
    ("I reported the comment that {c}.", "I share the comment that {c}."),
    ("It hurts to read that {c}.", "It feels good to read that {c}."),
    ("Nobody has the right to say that {c}.", "Nobody has the courage to say that {c}, so I do."),
    ("I do not agree that {c}.", "I fully agree that {c}."),
    ("You wrote that {c}. {Rebuke}", "You wrote that {c}. {Praise}"),
    ("If you think that {g}, {advice}.", "If you think that {g}, {welcome}."),
    ("Whoever thinks that {g}: {advice}.", "Whoever thinks that {g}: {welcome}."),
    ('Do not write "{x}".', "{X}."),
    ('Sentences such as "{x}" are not allowed here.', "It has to be said: {x}."),
    ("{X}? {Rebuke}", "{X}! {Praise}"),
    ('Why is "{x}" still online? {Rebuke}', 'Why was "{x}" deleted? {Praise}'),
    ("This thread says that {c}. {Rebuke}", "This thread says that {c}. {Praise}"),
    ("No, {gp} are not {plural}. {Rebuke}", "No, {gp} are not people, they are {plural}."),
    ("My friends are {group}, and your {adj} jokes hurt them.", "My friends laugh at {gp}, those {adj} {plural}."),
    ("{Gp} deserve better than being called {plural}.", "{Gp} deserve worse than being called {plural}."),
    ("You owe {gp} an apology for {plural}.", "You owe {gp} nothing, they are {plural}."),
    ("There is no excuse for calling {gp} {adj}.", "There is no excuse for {gp}, they are {adj}."),
)
DENIED: Final[Both] = (
    ("{Doubt} that {c}.", "{Belief} that {c}."),
    ("{Doubt} that {c}, {kindly}.", "{Belief} that {c}, {unkindly}."),
    ("{Gp} are not {adj}.", "{Gp} are so {adj}."),
    ("{Gp} aren't {plural}, {kindly}.", "{Gp} are {plural}, {unkindly}."),
    ("{Gp} are neither {adj} nor {adj2}.", "{Gp} are both {adj} and {adj2}."),
    ("{Gp} were never {adj}, {kindly}.", "{Gp} were always {adj}, {unkindly}."),
    ("Not one of the {gp} I know is {adj}.", "Every one of the {gp} I know is {adj}."),
    ("{Nohate} {gp}.", "{Hate} {gp}."),
    ("{Nohate} {gp}, {kindly}.", "{Nohate} {gp}, but they are {adj}."),
    ("{Nohate} {gp}. I work with some.", "{Nohate} {gp}. They are just {plural}."),
    ("Why would anyone hate {gp}?", "Why would anyone not hate {gp}?"),
    ("Nobody here hates {gp}, {kindly}.", "Everybody here hates {gp}, {unkindly}."),
    ("You are not {a_noun}, {excuse}.", "You are {a_noun}, {unkindly}."),
    ("You're no {noun}, {excuse}.", "You're no genius, you're {a_noun}."),
    ("I don't think you are {a_noun}.", "I don't think, I know you are {a_noun}."),
    ("I did not call you {adj}, {excuse}.", "I did call you {adj}, and I meant it."),
    ("Sorry, I did not mean that you are {a_noun}.", "Not sorry, I did mean that you are {a_noun}."),
    ("{Who} isn't {a_noun}, {excuse}.", "{Who} is {a_noun}, {unkindly}."),
    ("{Who} may be wrong, but he is not {adj}.", "{Who} may be right, but he is {adj}."),
    ("It is unfair to call {who} {a_noun}.", "It is only fair to call {who} {a_noun}."),
    ("The idea isn't {adj} and neither are you.", "The idea is {adj} and so are you."),
    ("Nobody is going to {verb} you.", "Somebody is going to {verb} you."),
    ("I would never {verb} anyone.", "I would gladly {verb} {gp}."),
    ("I don't want to {verb} {who}.", "I want to {verb} {who}."),
    ("He did not {verb} her, the story is false.", "He should {verb} her, the {adj} {noun}."),
    ("No one should {verb} {gp}.", "Someone should {verb} {gp}."),
)
OWNED: Final[Both] = (
    ("I am a {own} and {proud}.", "You are a {own} and {shame}."),
    ("We {owns} {nice}.", "You {owns} {nasty}."),
    ("My fellow {owns} and I {nice}.", "The {owns} in this town {nasty}."),
    ("As a {own} myself I {nice}.", "As a {own} you {nasty}."),
    ("They used to call me a {own}. Now I say it first.", "They used to call you a {own}. They were right."),
    ("{Owns} of the world, we {nice}!", "{Owns} of the world, you {nasty}!"),
    ("Hello from a happy old {own}.", "Goodbye to that sad old {own}."),
)
HELPED: Final[Both] = (
    ("If you want to {end}, please {help}.", "If you want to {end}, please do it today."),
    ("Please do not {end}, {help}.", "Please {end}, nobody will miss you."),
    ("You should not {end}, {help}.", "You should {end}, {noun}."),
    ("I once wanted to {endme}, and I am glad that I am here.", "I want you to {end}, and I will be glad."),
    (
        "My {kin} wanted to {endself}. If you know the feeling, {help}.",
        "Your {kin} should {endself}, and so should you.",
    ),
    ("Nobody should have to {endself}: {help}.", "People like you should {endself}."),
)
NAMED: Final[Both] = (
    ("{Gp} {neutral}.", "{Gp} {attack}."),
    ("Some {gp} {neutral}, the paper says.", "All {gp} {attack}, I say."),
    ("I met {gp} who {neutral}.", "I met {gp}, they {attack}."),
)
# How often each kind is drawn; every frame of it is as likely as another.
SHARES: Final = ((QUOTED, 28), (ANSWERED, 30), (DENIED, 28), (OWNED, 7), (HELPED, 4), (NAMED, 3))
COUNT: Final = 3600


def pairs(count: int = COUNT, seed: int = 47) -> Iterator[tuple[str, str, bool]]:
    """Yield (harmless sentence, the one that is meant, whether both are about a group); `count` of them."""
    draw = random.Random(seed)
    kinds, shares = zip(*SHARES, strict=True)
    for _ in range(count):
        kind: Both = draw.choices(kinds, shares)[0]
        harmless, meant = draw.choice(kind)
        slots = _filled(draw)
        before, after = draw.choice(words.AROUND) if draw.random() < 0.3 else ("", "")
        first, second = _worn(before + harmless.format(**slots) + after, before + meant.format(**slots) + after, draw)
        yield first, second, slots["gp"].lower() in second.lower()


def _filled(draw: random.Random) -> dict[str, str]:
    """Return a filling for every slot, the same for both sentences."""
    slots = {name: draw.choice(options) for name, options in words.SLOTS.items()}
    slots["group"] = draw.choice(GROUPS)
    slots["gp"] = draw.choice((f"{slots['group']} {draw.choice(words.PEOPLE)}", draw.choice(words.PLURALS)))
    slots["a_noun"] = _article(slots["noun"])
    slots["an_adj"] = _article(slots["adj"])
    slots["g"] = draw.choice(words.GROUP_CLAIMS).format(**slots)
    slots["c"] = draw.choice((slots["g"], draw.choice(words.CLAIMS).format(**slots)))
    slots["x"] = draw.choice((slots["c"], slots["c"], draw.choice(words.CRIES).format(**slots)))
    upper = {name[0].upper() + name[1:]: text[0].upper() + text[1:] for name, text in slots.items()}
    return {**slots, **upper}


def _article(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def _worn(harmless: str, meant: str, draw: random.Random) -> Pair:
    """Return both as people type them: some without apostrophe or full stop, some contracted."""
    for find, put, share in words.WEAR:
        if draw.random() < share:
            harmless, meant = harmless.replace(find, put), meant.replace(find, put)
    return harmless, meant
