"""What the slots of `pairs` are filled with; none of it stands in the sentences that measure (`functional.APART`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PEOPLE: Final = (
    "people", "people", "men", "women", "families", "kids", "neighbours", "students", "folks", "drivers", "tenants",
)  # fmt: skip
PLURALS: Final = (
    "Muslims", "Jews", "Christians", "Mexicans", "gays", "lesbians", "immigrants", "refugees", "Arabs", "women",
    "men", "feminists", "Asians", "Africans", "Russians", "Germans", "Americans", "foreigners", "migrants", "atheists",
    "Catholics", "Poles", "Italians", "Chinese people", "black people", "white people", "trans people", "old people",
    "disabled people", "gypsies", "Indians", "the homeless", "vegans", "Hindus", "the deaf", "liberals",
)  # fmt: skip
GROUP_CLAIMS: Final = (
    "{gp} are {adj}", "{gp} are {plural}", "{gp} are {plural}", "all {gp} are {adj}", "{gp} should be {done}",
    "{gp} are too {adj} to work", "{gp} do not belong here", "{gp} {attack}", "nobody needs {gp}",
    "{gp} have no place in this town", "it is fine to {verb} {gp}", "{gp} are {adj} {plural}",
)  # fmt: skip
CLAIMS: Final = (
    "you are {a_noun}", "you are {adj}", "{who} is {a_noun}", "{who} is {an_adj} {noun}", "we will {verb} you",
    "you and your kids are {adj}", "somebody should {verb} {who}", "you belong in a cage", "you are {an_adj} {noun}",
)  # fmt: skip
CRIES: Final = (
    "shut up, {noun}", "you {adj} {noun}", "go to hell, {noun}", "go back to your country", "{adj} {plural}",
    "{gp} out", "get out, {noun}", "{verb} the {plural}", "what {a_noun}", "die, {noun}",
)  # fmt: skip
_NOUNS: Final = (
    "idiot", "moron", "liar", "fool", "clown", "loser", "coward", "piece of trash", "pig", "parasite", "racist",
    "bitch", "asshole", "bastard", "scumbag", "creep", "dumbass", "pervert", "slut", "whore", "dog", "cow", "hypocrite",
    "traitor", "nutcase", "psycho", "snake", "thug", "prick", "dickhead", "retard", "simpleton", "fascist", "fraud",
    "tramp", "swine", "cretin", "dunce", "waste of space", "disgrace",
)  # fmt: skip
SLOTS: Final[Mapping[str, tuple[str, ...]]] = {
    "noun": _NOUNS,
    "noun2": _NOUNS,
    "plural": (
        "idiots", "morons", "liars", "animals", "parasites", "pigs", "dogs", "criminals", "thieves", "cowards",
        "losers", "trash", "garbage", "perverts", "cockroaches", "rapists", "terrorists", "murderers", "scum", "filth",
        "a disease", "a plague", "freaks", "beggars", "snakes", "thugs",
    ),
    "adj": (
        "stupid", "ugly", "pathetic", "disgusting", "dumb", "worthless", "crazy", "corrupt", "filthy", "evil", "sick",
        "dirty", "inferior", "insane", "useless", "violent", "perverted", "mentally ill", "retarded", "cruel",
        "disgraceful", "idiotic", "despicable", "stinking", "ignorant", "dangerous", "greedy", "nasty",
    ),
    "adj2": ("ugly", "worthless", "evil", "violent", "dumb", "filthy", "useless", "insane", "stupid", "dangerous"),
    "verb": ("kill", "shoot", "beat up", "hang", "burn", "stab", "hurt", "drown", "poison", "run over", "murder"),
    "done": ("shot", "deported", "locked up", "hanged", "thrown out", "banned", "killed", "beaten", "burnt"),
    "who": (
        "he", "she", "the mayor", "the author", "your brother", "the referee", "our neighbour", "the minister",
        "your mother", "the nurse", "that reporter", "this doctor", "my boss", "the driver",
    ),
    "rep": (
        "a man", "a woman", "someone", "my neighbour", "his boss", "an old man", "two boys", "the teacher", "a guest",
        "some guy", "a politician", "the landlord", "a drunk", "my uncle", "a passenger", "her colleague", "the host",
    ),
    "shouted": ("shouted", "yelled", "screamed", "wrote", "whispered", "posted", "said", "sang", "tweeted", "hissed"),
    "claimed": ("claimed", "said", "wrote", "told everyone", "suggested", "insisted", "posted", "announced"),
    "where": (
        "on the bus", "at work", "in class", "at the game", "on the phone", "on Facebook", "in a letter", "in the shop",
        "at dinner", "on live TV", "in the park", "outside the church", "at the station", "in the comments",
    ),
    "outcome": (
        "was fined", "lost his job", "was sent out", "nobody helped", "it made me sad", "the police came",
        "had to apologise", "was sentenced for it", "I told him to stop", "everyone was shocked",
        "I still cry about it", "was banned for a year", "the club apologised", "his daughter was ashamed",
        "I walked out",
    ),
    "approval": (
        "was right", "deserves a medal", "I agree", "every word is true", "it was about time", "I clapped",
        "I said it too", "more people should", "it made me happy", "we all cheered", "I would do it again",
        "was brave to do it", "I could not put it better", "nobody can deny it",
    ),
    "blame": (
        "That is not normal.", "How sad.", "This has to end.", "I was shocked.", "What is wrong with people?",
        "He was never punished.", "My son was standing next to me.", "I hope they find him.", "We filed a complaint.",
        "It was awful to listen to.", "And this in our town.", "Shame on him.", "That must have hurt.",
        "It took me years to get over it.", "This is how it starts.",
    ),
    "praise": (
        "I agree.", "So true.", "Finally the truth.", "He is right.", "Well said.", "Could not agree more.",
        "Good for him.", "About time someone said it.", "And I say the same.", "Exactly my opinion.", "Amen.",
        "That is how it is.", "We all think so.", "Every word of it.", "No lie there.",
    ),
    "rebuke": (
        "That is a lie.", "Think before you write.", "They are people like you.", "Take it back.", "Be kind.",
        "That is cruel.", "You have never met them.", "Nobody asked for this.", "Please delete it.", "Read the rules.",
        "That is not an argument.", "We can disagree without that.", "You would not say it to their face.",
    ),
    "wrong": (
        "wrong", "hateful", "cruel", "a lie", "ignorant", "out of line", "against the rules here", "not funny",
        "unfair", "nonsense", "unacceptable", "prejudice", "disgusting", "a crime in this country", "bullying",
    ),
    "right": (
        "right", "true", "honest", "a fact", "common sense", "fair", "overdue", "no lie", "only the truth", "funny",
        "my opinion too", "what everybody thinks", "perfectly correct", "no crime", "not hate",
    ),
    "advice": (
        "talk to one of them", "you are mistaken", "read a book", "please leave this forum", "I am sorry for you",
        "ask yourself who taught you that", "you have been lied to", "try to meet them", "get some help", "think again",
    ),
    "welcome": (
        "you are right", "welcome to the club", "you are not alone", "say it loud", "vote like it", "I am with you",
        "you have eyes", "do something about it", "shake my hand", "never apologise",
    ),
    "doubt": (
        "I do not believe", "I don't think", "I never said", "I have never said", "It is not true", "It is a myth",
        "No study shows", "Nobody proved", "I refuse to believe", "I didn't write", "You can't say", "It is wrong",
        "Nobody should think", "I doubt", "We never claimed", "It's a lie", "It does not follow",
    ),
    "belief": (
        "I do believe", "I do think", "I always said", "I have always said", "It is true", "It is no myth",
        "Every study shows", "Everybody knows", "I have to believe", "I did write", "You can say", "It is obvious",
        "Everybody should know", "I do not doubt", "We always knew", "It's no lie", "Nobody can deny",
    ),
    "kindly": (
        "they are people like us", "and I never will", "so leave them alone", "look at the numbers", "believe me",
        "some are my friends", "I married one", "that is just prejudice", "and you know it", "thank God",
        "whatever you read", "they work hard", "in case you wonder", "to be clear",
    ),
    "unkindly": (
        "all of them", "look at them", "and always will be", "so throw them out", "believe me", "and you know it",
        "whatever you read", "that is just a fact", "like all your kind", "thank God I said it", "to be clear",
        "and nobody will miss them", "get over it", "deal with it",
    ),
    "nohate": (
        "I do not hate", "I don't hate", "I have never hated", "I don't mind", "I'm not against",
        "I bear no grudge against", "I do not despise", "I wish no harm to", "I'm not afraid of",
        "I don't look down on", "I can't hate",
    ),
    "hate": (
        "I do hate", "I hate", "I have always hated", "I can't stand", "I'm against", "I despise", "I spit on",
        "I wish only harm to", "I'm sick of", "I look down on", "I can't help hating",
    ),
    "excuse": (
        "you were tired", "anyone could make that mistake", "we only disagree", "the question was hard",
        "don't be so hard on yourself", "I just see it differently", "please believe me", "it was a misunderstanding",
        "it was a fair point", "so do not say that", "and never were",
    ),
    "history": (
        "comes from Greek", "was common in my village", "is in the dictionary", "has five letters or more",
        "should not be used in a headline", "has changed its meaning since 1900", "hurts, so do not use it",
        "is not allowed in this forum", "was crossed out in the letter", "appears twice in the novel",
    ),
    "own": ("queer", "dyke", "cripple", "bitch", "slut", "nerd", "freak", "geek", "fatty", "redneck", "weirdo", "fag"),
    "owns": ("queers", "dykes", "cripples", "bitches", "sluts", "nerds", "freaks", "geeks", "weirdos", "fags"),
    "proud": ("proud of it", "I love it", "happy that way", "so is my wife", "have been since birth", "not ashamed"),
    "shame": ("should be ashamed", "a disgrace", "nobody likes you", "so is your wife", "always will be", "you stink"),
    "nice": (
        "stick together", "love this place", "had a great night", "need more benches", "march on Sunday",
        "read every book", "support the team", "like the new park", "thank you for the article", "cook on Fridays",
    ),
    "nasty": (
        "make me sick", "should leave", "ruin everything", "deserve a beating", "belong in jail", "disgust everyone",
        "are not welcome", "should be locked up", "deserve nothing", "need a kick",
    ),
    "end": ("kill yourself", "end your life", "hurt yourself", "take your own life", "die", "jump off a bridge"),
    "endme": ("kill myself", "end my life", "hurt myself", "take my own life", "die", "jump off a bridge"),
    "endself": ("kill himself", "end his life", "hurt himself", "take his own life", "die", "jump off a bridge"),
    "help": (
        "talk to someone", "call the helpline", "there is help", "you are loved", "write to me", "see a doctor",
        "it gets better", "you matter to us", "stay with us",
    ),
    "kin": ("brother", "father", "friend", "cousin", "son", "uncle"),
    "neutral": (
        "vote on Sunday", "opened a shop here", "were asked about the bus line", "moved into the new flats",
        "have their own club", "sing in the choir", "pay the same rent", "live in my street", "study law here",
        "wrote to the paper", "lost their homes in the flood", "came to the meeting",
    ),
    "attack": (
        "ruin this country", "make me sick", "deserve to die", "steal everything", "stink", "lie all day",
        "should crawl back", "only want our money", "are beneath us", "destroy our town", "do not deserve rights",
        "spread diseases",
    ),
}  # fmt: skip
# Harmless sentences round one in three pairs, the same for both.
AROUND: Final = (
    ("I read the whole article. ", ""),
    ("", " The council meets again on Monday."),
    ("This happened last year. ", ""),
    ("", " Just my two cents."),
    ("Let me say one thing. ", ""),
    ("", " Thanks for reading."),
    ("Here is the thing: ", ""),
    ("To the last comment: ", ""),
    ("", " I have lived here for thirty years."),
    ("Well, ", ""),
    ("The game was good, but one more thing. ", " See you next week."),
    ("", " And the weather was fine."),
)
# What is replaced in both, and in which share of the pairs.
WEAR: Final = (
    (" do not ", " don't ", 0.4),
    (" are not ", " aren't ", 0.3),
    (" is not ", " isn't ", 0.3),
    ("n't", "nt", 0.15),
    ('"', "'", 0.2),
    (" that ", " ", 0.15),
    (".", "", 0.15),
    (".", "!", 0.1),
)
