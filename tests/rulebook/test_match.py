"""Matching, by name of the trap."""

from __future__ import annotations

import dataclasses
import pickle
import time
from collections.abc import Callable

import pytest

from moderation.errors import Location
from moderation.normalise import fold
from moderation.records import Context, Folded, Hit, Language
from moderation.rulebook import Rulebook
from moderation.rulebook.rule import Example, Near, Rule, Terms

UND = Language("und", 0.0)
WORDS = "{terms: [idiot, kill yourself, t.me, '100%', 🤡, blöd, über, idiota, don't care, 笨蛋]}"

# text -> the marked slices
FOUND = {
    "plain": ("you idiot", ["idiot"]),
    "start of text": ("idiot you are", ["idiot"]),
    "end of sentence": ("what an idiot.", ["idiot"]),
    "whole text": ("idiot", ["idiot"]),
    "capitals": ("IDIOT!", ["IDIOT"]),
    "repeated words": ("idiot idiot", ["idiot", "idiot"]),
    "adjacent hits share a blank": ("idiot idiota idiot", ["idiot", "idiota", "idiot"]),
    "no blank behind a comma": ("no,idiot,no", ["idiot"]),
    "in brackets": ("(idiot)", ["idiot"]),
    "underscores": ("_idiot_", ["idiot"]),
    "with a hyphen": ("idiot-in-chief", ["idiot"]),
    "possessive": ("the idiot's hat", ["idiot"]),
    "unicode ending": ("che idiotà", ["idiotà"]),
    "umlaut as written": ("Das ist blöd.", ["blöd"]),
    "umlaut at the start": ("über alles", ["über"]),
    "phrase": ("go kill yourself now", ["kill yourself"]),
    "phrase over marks": ("kill - yourself", ["kill - yourself"]),
    "phrase over a line": ("kill\nyourself", ["kill\nyourself"]),
    "marks of its own": ("join t.me/abc", ["t.me"]),
    "per cent": ("I am 100% sure", ["100%"]),
    "emoji": ("what a🤡", ["🤡"]),
    "contraction": ("I dont care", ["dont care"]),
    "curly apostrophe": ("I don’t care", ["don’t care"]),
    "script without blanks": ("你是笨蛋吗", ["笨蛋"]),
    "zero-width inside": ("id\u200biot", ["id\u200biot"]),
    "full width": ("ｉｄｉｏｔ", ["ｉｄｉｏｔ"]),
    "homoglyphs": ("an іdіоt", ["іdіоt"]),
    "leet": ("an 1d10t", ["1d10t"]),
    "spaced": ("an i d i o t", ["i d i o t"]),
    "dotted": ("an i.d.i.o.t", ["i.d.i.o.t"]),
    "split": ("an id-iot", ["id-iot"]),
    "stretched": ("an idiooooot", ["idiooooot"]),
    "masked": ("an id*ot", ["id*ot"]),
    "right to left": ("an \u202etoidi\u202c", ["\u202etoidi\u202c"]),
    "entity": ("an &#105;diot", ["&#105;diot"]),
    "cut by a blank": ("an idio t", ["idio t"]),
    "cut by a line": ("an id\niot", ["id\niot"]),
    "cut by a face": ("an idi😂ot", ["idi😂ot"]),
    "a face for a letter": ("an id🍑ot", ["id🍑ot"]),
    "in three pieces": ("an id io t", ["id io t"]),
    "drawn": ("an |d|()t", ["|d|()t"]),
    "any sign for a letter": ("an id^ot", ["id^ot"]),
    "stars between": ("an i*d*i*o*t", ["i*d*i*o*t"]),
    "bold inside": ("an i**di**ot", ["i**di**ot"]),
    "swapped": ("an idoit", ["idoit"]),
    "glued": ("youidiot", ["idiot"]),
    "digits behind": ("idiot9000", ["idiot9000"]),
    "backwards": ("a toidi", ["toidi"]),
    "turned": ("an ᴉpᴉoʇ", ["ᴉpᴉoʇ"]),
    "turned and turned round": ("an ʇoᴉpᴉ!", ["ʇoᴉpᴉ"]),
    "stars, more than letters": ("an id**ot", ["id**ot"]),
    "stars that markdown escapes": (r"an id\*ot", [r"id\*ot"]),
    "underscores for vowels": ("an id__t", ["id__t"]),
    "signs of print": ("an ¡d¡°†", ["¡d¡°†"]),
    "signs and another spelling": ("an idey0t", ["idey0t"]),
    "a sentence without blanks": ("youareanidiot", ["idiot"]),
    "glide": ("an ideyot", ["ideyot"]),
    "syllabics": ("an IᗪIOT", ["IᗪIOT"]),
    "marks of another script": ("an i\u0e47d\u05b0i\u0651ot", ["i\u0e47d\u05b0i\u0651ot"]),
    "phrase glued": ("#killyourself", ["killyourself"]),
    "phrase respelt": ("kil yuorself", ["kil yuorself"]),
}

NOT_FOUND = {
    "inside a word": "idiotic idiots",
    "behind a letter": "paridiot",
    "other unicode ending": "idiotów",
    "dots need to be dots": "don't me",
    "per cent needs its sign": "100 sure",
    "phrase in the wrong order": "yourself kill",
    "phrase with a word between": "kill all yourself",
    "nothing": "",
    "blanks": "   \n ",
    "a number": "100",
    "stars that hide too much": "an i****t and i******",
    "a name in snake case": "id_not, i_o_t and is_idle",
    "an address with a sign in it": "see http://www.example.org/s/h/i/p?id=10t#top",
}


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND)
def test_finds(hits: Callable[..., list[Hit]], text: str, expected: list[str]) -> None:
    """The word is found, and the spans slice back to what stands in the comment."""
    found = hits(WORDS, text)

    assert expected == [text[span.start : span.end] for hit in found for span in hit.spans]


@pytest.mark.parametrize("text", NOT_FOUND.values(), ids=NOT_FOUND)
def test_finds_nothing(hits: Callable[..., list[Hit]], text: str) -> None:
    """What only resembles the word is not found."""
    assert hits(WORDS, text) == []


VIAS = {
    "exact": ("an idiot", "exact", 0.5),
    "capitals are exact": ("an IDIOT", "exact", 0.5),
    "accents as the rule writes them": ("so blöd", "exact", 0.5),
    "folded": ("an ｉdiot", "fold", 0.475),
    "leet": ("an 1diot", "leet", 0.45),
    "spaced": ("i d i o t", "spaced", 0.45),
    "stretched": ("idiiiiot", "repeat", 0.4),
    "masked": ("id*ot", "mask", 0.35),
    "two readings, the better counts": ("id*ot idiot", "exact", 0.5),
}


@pytest.mark.parametrize(("text", "via", "weight"), VIAS.values(), ids=VIAS)
def test_via_and_weight(hits: Callable[..., list[Hit]], text: str, via: str, weight: float) -> None:
    """A hit says how its word was read and is worth as much as that can be trusted."""
    (hit,) = hits(WORDS, text)

    assert (via, pytest.approx(weight)) == (hit.via, hit.weight)


def _rule(number: int, *terms: str, lang: tuple[str, ...] = (), status: str = "stable") -> Rule:
    name = f"tox.r{number}"
    return Rule(name, name, "toxicity", "toxicity", 0.5, Terms(terms), (), lang=lang, status=status)  # type: ignore[arg-type]


def _match(book: Rulebook, texts: list[str], code: str = "und") -> list[Hit]:
    folded = [fold(text) for text in texts]
    return book.match(folded, [Context()] * len(texts), [Language(code, 1.0)] * len(texts))[0]


def test_hits_come_by_row_and_rule() -> None:
    """Hits are ordered by comment, then by the rules' order."""
    book = Rulebook.of([_rule(1, "b"), _rule(2, "a")])

    found = [(hit.row, hit.rule) for hit in _match(book, ["a b", "none", "b a"])]

    assert found == [(0, "tox.r1"), (0, "tox.r2"), (2, "tox.r1"), (2, "tox.r2")]


def test_keeps_no_state() -> None:
    """A comment gets the same hits alone, in a batch, in another order and the second time."""
    book = Rulebook.of([_rule(1, "idiot"), _rule(2, "idiot", "moron")])
    texts = ["idiot", "m0ron", "", "nice", "i d i o t"]
    alone = [[(h.rule, h.spans, h.via) for h in _match(book, [text])] for text in texts]

    for order in ([0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 4, 0, 3, 1]):
        batch = _match(book, [texts[at] for at in order])
        again = [[(h.rule, h.spans, h.via) for h in batch if h.row == row] for row in range(len(order))]
        assert [alone[at] for at in order] == again


@pytest.mark.parametrize(
    ("code", "fires"), [("en", True), ("und", True), ("de", False)], ids=["its own", "unknown", "another"]
)
def test_language_decides_who_looks(code: str, fires: bool) -> None:
    """A rule fires on its languages and where the language is not known."""
    book = Rulebook.of([_rule(1, "idiot", lang=("en",))])

    assert fires == bool(_match(book, ["idiot"], code))


@pytest.mark.parametrize(
    ("status", "fires"),
    [("experimental", True), ("stable", True), ("draft", False), ("deprecated", False), ("retired", False)],
)
def test_status_decides_who_fires(status: str, fires: bool) -> None:
    """Only live rules fire, and all of them stay in the rulebook."""
    book = Rulebook.of([_rule(1, "idiot", status=status)])

    assert fires == bool(_match(book, ["idiot"]))
    assert len(book.rules) == 1


def test_reads_the_first_ten_thousand_characters() -> None:
    """What stands behind them is not matched."""
    book = Rulebook.of([_rule(1, "idiot")])
    filler = "word " * 1998

    assert len(_match(book, [filler + "so idiot"])) == 1
    assert _match(book, [filler + "word so idiot"]) == []


def test_long_folded_text_is_cut_by_original_characters() -> None:
    """The limit counts what was written, not what it folds to."""
    book = Rulebook.of([_rule(1, "idiot")])
    text = "…" * 9_990 + " idiot"

    assert len(_match(book, [text])) == 1


def test_a_span_inside_another_is_left_out() -> None:
    """Where one term holds another, the longer one is marked."""
    text = "such an old fool"

    (hit,) = _match(Rulebook.of([_rule(1, "fool", "old fool")]), [text])

    assert [text[span.start : span.end] for span in hit.spans] == ["old fool"]


READINGS = {
    "a mask that fits two words": ("f*ck", ["fuck"], ["feck", "fack"]),
    "one as i and as l": ("a1l", ["all"], ["ail"]),
    "stretched to one and to two": ("buuut", ["but"], ["buut", "buuut"]),
    "a longer word inside the letters": ("d u m b i d i o t", ["idiot"], ["dumbidiot", "umbidiot"]),
    "a word that is one itself": ("sh!t", ["shit"], ["sh"]),
}


@pytest.mark.parametrize(("text", "words", "others"), READINGS.values(), ids=READINGS)
def test_what_a_rule_finds_hangs_on_its_own_words(text: str, words: list[str], others: list[str]) -> None:
    """The words of other rules neither hide nor change a hit, before or after it."""
    rule, other = _rule(1, *words), _rule(2, *others)
    alone = _match(Rulebook.of([rule]), [text])

    assert alone
    assert [hit for hit in _match(Rulebook.of([other, rule]), [text]) if hit.rule == rule.id] == alone
    assert [hit for hit in _match(Rulebook.of([rule, other]), [text]) if hit.rule == rule.id] == alone


PUMPS = (
    "x ",
    "f u c k ",
    "i d i o t ",
    "a b ",
    "you idiot ",
    "a1b2",
    "f*",
    "a.",
    "a-",
    '"a" ',
    "'a' ",
    ">a\n",
    "$$",
    "aab",
)


@pytest.mark.parametrize("pump", PUMPS, ids=repr)
def test_pumped_text_stays_quick(pump: str) -> None:
    """No reading looks at ten thousand characters over and over: that takes many seconds of processor time."""
    rule = _rule(1, "idiot", "fuck", "you idiot")
    book = Rulebook.of([dataclasses.replace(rule, match=Near(("idiot", "fuck"), ("you", "x"), 5), skip=("quote",))])
    began = time.process_time()

    _match(book, [pump * (10_000 // len(pump))])

    assert time.process_time() - began < 5


def test_travels_to_another_process() -> None:
    """A rulebook survives the way that multiprocessing takes, and so does what it was made with."""
    rules = [_rule(1, "idiot"), _rule(2, "idiot", status="draft")]

    for book, count in ((Rulebook.of(rules), 1), (Rulebook.of(rules, every_status=True, gated=False), 2)):
        again = pickle.loads(pickle.dumps(book))
        assert (again, len(_match(again, ["idiot"]))) == (book, count)


OTHER = {
    "id": "tox.other",
    "label": "insult",
    "score": 0.6,
    "action": "boost",
    "lang": ("en",),
    "skip": ("quote",),
    "match": Terms(("b",)),
    "status": "draft",
}
SAME = {
    "title": "another",
    "about": "for people",
    "why": "for authors",
    "falsepositives": ("b",),
    "references": ("https://example.org",),
    "added": "2026-11-23",
    "tests": (Example("match", 0, "a"),),
    "location": Location("elsewhere.yaml", 9),
    "status": "experimental",
}


@pytest.mark.parametrize(("field", "value"), OTHER.items(), ids=OTHER)
def test_the_digest_changes_with_what_is_matched(field: str, value: object) -> None:
    """Whatever changes a hit changes the digest under which scores are stored."""
    rule = _rule(1, "a")

    assert Rulebook.of([dataclasses.replace(rule, **{field: value})]).digest != Rulebook.of([rule]).digest


@pytest.mark.parametrize(("field", "value"), SAME.items(), ids=SAME)
def test_the_digest_outlives_what_matches_nothing(field: str, value: object) -> None:
    """A better example or a clearer title leaves every stored score as good as it was."""
    rule = _rule(1, "a")

    assert Rulebook.of([dataclasses.replace(rule, **{field: value})]).digest == Rulebook.of([rule]).digest


def test_the_digest_forgets_order_and_what_does_not_fire() -> None:
    """Rules may move between files; a draft or a retired rule has no say."""
    one, two = _rule(1, "a"), _rule(2, "b")

    assert Rulebook.of([one, two]).digest == Rulebook.of([two, one]).digest
    assert Rulebook.of([one, _rule(3, "c", status="retired")]).digest == Rulebook.of([one]).digest
    assert Rulebook.of([one]).digest != Rulebook.of([two]).digest


def test_empty_rulebook_finds_nothing() -> None:
    """No rules, no hits, no error."""
    assert _match(Rulebook.of([]), ["idiot", ""]) == []


def test_folded_made_by_hand() -> None:
    """The rulebook needs no more of a folded text than its record."""
    text = "IDIOT"
    folded = Folded(text, "idiot", [0, 1, 2, 3, 4], [1, 2, 3, 4, 5])

    found, _ = Rulebook.of([_rule(1, "idiot")]).match([folded], [Context()], [UND])

    assert [text[span.start : span.end] for hit in found for span in hit.spans] == ["IDIOT"]
