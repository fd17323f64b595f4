"""Where a comment may have words in disguise that the rules know, one finder a family of tricks."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from moderation.normalise import alphabets, signs, spaced, walk
from moderation.normalise.known import known_words
from moderation.records import Folded
from moderation.rulebook.outcome import worst
from moderation.rulebook.program import marks
from moderation.rulebook.program.lexicon import Lexicon, Put, Shown
from moderation.taxonomy import Via

_VOWELS: Final = frozenset("aeiou")
_SIGN: Final = re.compile(r"[^\sa-z.,;:'\"()-]|[(](?=[^\s)]{0,24}[^\w\s.,;:'\"()-])|(?<=[a-z])[(](?=[a-z])|[(](?=\))")
# What stands between blanks and has a sign or a bracket; which brackets are signs, `_SIGN` tells.
TOKEN: Final = re.compile(r"(?<!\S)[a-z.,;:'\")-]*+[^\sa-z.,;:'\")-]\S*")
MOST_SIGNED: Final = 100  # words in signs of one comment; 800 of stars alone took 5 s
_BLANK: Final = re.compile(r"\s|$")
_ADDRESS: Final = re.compile(r"://|www\.|\w@\w+\.\w")
_JOINT: Final = re.compile(r"[\W_]+")
# Signs at the ends are mostly what they look like: "great!", "(you", "[sic]".
_AROUND: Final = ".,;:\"'`"
_BEHIND: Final = "!|+(<[{#?*~^&=-_"
# A word ends at these, where they draw no letter.
_INSIDE: Final = re.compile(r"[-,;:\"'/]|\.\.")
_PARTS: Final = re.compile(r"(?:[^-,;:\"'/.]|(?<!\.)\.(?!\.))+")
_EMPHASIS: Final = "*#%?~^!…&=_-"


class Unit(NamedTuple):  # a tuple, because thousands are made a second: a third of a frozen dataclass's cost
    """One word as it is read, the range of the folded text it stands in, and how it was read."""

    word: str
    start: int
    end: int
    via: Via


def spelled(lexicon: Lexicon, _: Folded, text: str) -> Iterator[list[Unit]]:
    """Find letters pulled apart: `i d i o t`, and words inside evenly spaced rows of letters."""
    for run in spaced.spelled(text):
        if len(run) < 2:
            continue
        letters = "".join(letter for _, letter in run)
        for start, end in spaced.whole(letters):
            for words, via in lexicon.of_letters(letters[start:end]):
                yield [Unit(word, run[start][0], run[end - 1][0] + 1, worst(("spaced", via))) for word in words]
        plain = "".join(signs.SIGNS.get(letter, letter)[0] for letter in letters)
        for start, words in lexicon.inside(plain):
            end = start + sum(map(len, words))
            yield [Unit(word, run[start][0], run[end - 1][0] + 1, "spaced") for word in words]
        yield from _sentence(lexicon, run, plain)


def _sentence(lexicon: Lexicon, run: list[tuple[int, str]], letters: str) -> Iterator[list[Unit]]:
    """Find a sentence whose letters are evenly spaced: `y o u a r e i d i o t s`."""
    at, units = 0, []
    for word in lexicon.run_together(letters):
        units.append(Unit(word, run[at][0], run[at + len(word) - 1][0] + 1, "spaced"))
        at += len(word)
    if units:
        yield units


def split(lexicon: Lexicon, _: Folded, text: str) -> Iterator[list[Unit]]:
    """Find words cut by dots, hyphens, asterisks or other marks without a blank: `id-iot`, `f**u**ck`; or in two."""
    for start, end in _chunks(text, spaced.JOINT):
        for first, last, words, via in lexicon.of_split(text[start:end], in_chunk):
            yield [Unit(word, start + first, start + last, via) for word in words]
    cut = [spaced.HYPHENATED.finditer(text)] if spaced.LINE_END.search(text) else []
    cut += [spaced.APOSTROPHED.finditer(text, *place) for place in _chunks(text, spaced.APOSTROPHE)]
    for found in in_two(lexicon, itertools.chain.from_iterable(cut)):
        both = found.group(1) + found.group(2)
        if both in lexicon.long:
            yield [Unit(both, *found.span(), "spaced")]
        yield from ([Unit(word, *found.span(), "mask")] for word in _elided(lexicon, found))


def in_chunk(lexicon: Lexicon, chunk: str) -> tuple[Put, ...]:
    """Return the words that were cut in what stands between two blanks."""
    if _ADDRESS.search(chunk):  # `?id=10t` is no idiot
        return ()
    cut = ((found.span(), _JOINT.sub("", found.group())) for found in spaced.SPLIT.finditer(chunk))
    return tuple(
        (*span, words, worst(("spaced", via)))
        for span, token in cut
        if len(token) > 2
        for words, via in lexicon.of_letters(token)
    )


def in_two(lexicon: Lexicon, cut: Iterable[re.Match[str]]) -> list[re.Match[str]]:
    """Return the words that the end of a line or an apostrophe cuts, or a vowel of theirs: `id-\\niot`, `b'stard`."""
    return [found for found in cut if found.group(1) + found.group(2) in lexicon.long or _elided(lexicon, found)]


def _elided(lexicon: Lexicon, found: re.Match[str]) -> list[str]:
    """Return the words in which an apostrophe stands for a vowel."""
    before, after = found.groups()
    if "'" not in found.group():
        return []
    return [word for word in lexicon.with_a_gap(before, after) if word[len(before)] in _VOWELS]


def signed(lexicon: Lexicon, _: Folded, text: str) -> Iterator[list[Unit]]:
    """Find words in signs, drawn or blotted out: `$h!t`, `|<unt`, `f*ck`."""
    tokens = ((found.start(), lexicon.of_signed(found.group(), in_token)) for found in TOKEN.finditer(text))
    legible = ((start, shown) for start, shown in tokens if shown is not None)
    for start, shown in itertools.islice(legible, MOST_SIGNED):
        for at, size, word, via in shown:
            yield [Unit(word, start + at, start + at + size, via)]


def in_token(lexicon: Lexicon, token: str) -> tuple[Shown, ...] | None:
    """Return what signs show in a token between blanks, or None where it has none or is an address."""
    if "(" in token and not _SIGN.search(token):
        return None
    core = token.strip(_AROUND)
    if not 1 < len(core) <= 2 * signs.LONGEST or _ADDRESS.search(core):
        return None
    start = token.index(core)
    found = list(_in_signs(lexicon, core, start))
    if not found and _INSIDE.search(core):
        for part in _PARTS.finditer(core):
            found += _in_signs(lexicon, part.group(), start + part.start())
    return tuple(found)


def _in_signs(lexicon: Lexicon, token: str, start: int) -> Iterator[Shown]:
    for shape in dict.fromkeys(_shapes(token)):
        if len(shape) < 2 or shape.isalpha() or _is_emphasis(shape):
            continue
        readings = lexicon.of_signs(shape)
        if readings:
            at = start + token.index(shape)
            yield from ((at, len(shape), word, via) for word, via in readings)
            return


def _shapes(token: str) -> tuple[str, ...]:
    return token, token.rstrip("!?"), token.rstrip(_BEHIND), token.strip(_BEHIND), token.strip(_BEHIND + "@$)]}>")


def _chunks(text: str, telling: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the ranges between blanks in which something telling stands; a look at each word would take longer.

    What is telling is no blank: the next look would find it again, for ever.
    """
    found = telling.search(text)
    while found:
        start = max(text.rfind(blank, 0, found.start()) for blank in " \n\t") + 1
        blank = _BLANK.search(text, found.start())
        end = blank.start() if blank else len(text)
        yield start, end
        found = telling.search(text, end)


def _is_emphasis(token: str) -> bool:
    """Tell whether the signs stand around a word that needs none: `*really*`, `note*`."""
    inside = token.strip(_EMPHASIS)
    return inside.isalpha() and inside in known_words()


def dressed(lexicon: Lexicon, folded: Folded, text: str) -> Iterator[list[Unit]]:
    """Find words in letters that another alphabet lends, or that stand on their heads; read from the original."""
    places = _chunks(folded.original, alphabets.SIGN)
    words = (found for place in places for found in alphabets.DRESSED.finditer(folded.original, *place))
    for found in words:
        token = alphabets.UNSEEN.sub("", found.group())
        start, end = bisect_left(folded.starts, found.start()), bisect_left(folded.starts, found.end())
        plain = text[start:end]
        honest = plain in known_words() and not alphabets.TURNED.search(token)
        if not 3 <= len(token) <= signs.LONGEST or not plain or honest:
            continue
        if plain in lexicon.vocabulary:
            yield [Unit(plain, start, end, "exact")]
        for shown, options in alphabets.readings(token):
            for word in walk.read(shown, options, lexicon.beginnings, lexicon.vocabulary):
                yield [Unit(word, start, end, "fold")]


def parted(lexicon: Lexicon, _: Folded, text: str) -> Iterator[list[Unit]]:
    """Find words with faces and the like in them, between letters or in the place of one: `crow😂s`, `c🍑nt`."""
    places = _chunks(text, spaced.FACE)
    for found in (found for place in places for found in spaced.PARTED.finditer(text, *place)):
        before, after = found.groups()
        for words, via in lexicon.of_letters(before + after):
            yield [Unit(word, *found.span(), worst(("spaced", via))) for word in words]
        for word in lexicon.with_a_gap(before, after):
            yield [Unit(word, *found.span(), "mask")]


def hidden(lexicon: Lexicon, _: Folded, text: str) -> Iterator[list[Unit]]:
    """Find words with signs or letters of no Latin shape in the place of theirs: `b⚽st⚽rd`, `mⵣron`."""
    places = _chunks(text, alphabets.BEYOND) if not text.isascii() else ()
    for found in (found for place in places for found in alphabets.HIDDEN.finditer(text, *place)):
        token = found.group()
        if len(token) <= signs.LONGEST:
            for word in walk.read(token, alphabets.hidden, lexicon.beginnings, lexicon.long):
                if signs.shows_enough(token, word):
                    yield [Unit(word, *found.span(), "mask")]


Finder = Callable[[Lexicon, Folded, str], Iterator[list[Unit]]]
# Likelier readings first.
FINDERS: Final[tuple[tuple[int, Finder], ...]] = (
    (marks.SPELLED, spelled),
    (marks.SIGNED, signed),
    (marks.SPLIT, split),
    (marks.DRESSED, dressed),
    (marks.DRESSED, parted),
    (marks.DRESSED, hidden),
)
