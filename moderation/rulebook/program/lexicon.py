"""The words that rules look for, arranged for telling which of them a token in disguise may be."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, filterfalse
from typing import Final, NamedTuple

from moderation.normalise import alphabets, mistyped, respelt, runs, signs, spaced, walk
from moderation.normalise.glued import edges as sentence_edges
from moderation.normalise.glued import may_be_sentence, parts, sentence
from moderation.normalise.known import everyday_words, known_words
from moderation.rulebook.outcome import worst
from moderation.rulebook.program.indexes import Index, gaps_of, index_of, phrases_of, pieces_of
from moderation.rulebook.program.suspects import Suspects
from moderation.rulebook.terms import Literal
from moderation.rulebook.uncollected import uncollected
from moderation.taxonomy import Via

Reading = tuple[tuple[str, ...], Via]
Shown = tuple[int, int, str, Via]  # where in a token, how many signs, the word they show, how
Put = tuple[int, int, tuple[str, ...], Via]  # a range of a token, the words that stand there, how
Look = Callable[["Lexicon", str], tuple[Shown, ...] | None]
MOST_LETTERS: Final = 24
MOST_KEPT: Final = 40_000
LONGEST_KEPT: Final = 64
_BY_TURNS: Final = re.compile("[a-z](?:[0-9]+[a-z])+")
_NO_DIGITS: Final = str.maketrans("", "", string.digits)


class Token(NamedTuple):
    """A token in disguise: what it may be, and whether it may be a piece of a word."""

    readings: tuple[Reading, ...]
    piece: bool


@dataclass(frozen=True, eq=False)  # without slots: what is made when first asked for is kept beside the fields
class Lexicon:
    """Words by what they share with their disguised forms.

    `vocabulary` are all words of all terms, `long` those of four letters or more, `strong` those of them that make a
    term alone, `phrases` the terms of several words by their letters run together, `openings` the first letters of
    what may stand within a row of letters. What only a token in disguise is looked up in is made when the first comes.
    """

    vocabulary: frozenset[str]
    strong: frozenset[str]
    long: frozenset[str]
    beginnings: frozenset[str]
    openings: frozenset[str]
    phrases: Mapping[str, tuple[str, ...]]
    _told: dict[str, Token] = field(default_factory=dict, init=False, repr=False)
    _shown: dict[str, tuple[tuple[str, Via], ...]] = field(default_factory=dict, init=False, repr=False)
    _signed: dict[str, tuple[Shown, ...] | None] = field(default_factory=dict, init=False, repr=False)
    _cut: dict[str, tuple[Put, ...]] = field(default_factory=dict, init=False, repr=False)
    _silent: set[str] = field(default_factory=set, init=False, repr=False)
    harmless: set[str] = field(default_factory=lambda: set(everyday_words()), init=False, repr=False)

    @cached_property
    def squeezed(self) -> Index:
        """Words by themselves with every row of one letter made one."""
        return index_of(runs.squeezed, self.vocabulary)

    @cached_property
    def gaps(self) -> frozenset[str]:
        """Long words without one of their inner letters."""
        with uncollected():
            return gaps_of(self.long)

    @cached_property
    def heads(self) -> frozenset[str]:
        """How words begin that signs may show."""
        return signs.heads(self.vocabulary)

    @cached_property
    def tails(self) -> frozenset[str]:
        """How words end that signs may show."""
        return signs.tails(self.vocabulary)

    @cached_property
    def tricks(self) -> tuple[Index, ...]:
        """Long words by what a disguised form shares with them, an index for each trick of `respelt`."""
        return tuple(index_of(key, self.long) for key, _ in respelt.TRICKS)

    @cached_property
    def mistyped(self) -> Index:
        """Strong words of seven letters or more by what is left of them without one letter."""
        with uncollected():
            return mistyped.index_of(sorted(self.strong))

    @cached_property
    def suspects(self) -> Suspects:
        """What tells, of many new words at once, which may be in disguise."""
        with uncollected():
            return Suspects(
                self.squeezed,
                self.tricks,
                self.strong,
                (self.pieces, self.phrases.keys()),
                (
                    (may_be_sentence, sentence_edges(self.vocabulary), self.run_together),
                    (mistyped.may_be, self.edges, self.nearly),
                ),
            )

    def run_together(self, token: str) -> tuple[str, ...]:
        """Return the words of a sentence that was run together, where rules ask for one of them or for a phrase in it.

        Others would only spare something: of `@spacecatpics` a rule must not learn that it is about cats.
        """
        words = sentence(token, self.vocabulary, self.beginnings)
        asked = not self.strong.isdisjoint(words) or any(
            "".join(words[at : at + size]) in self.phrases for size in (2, 3) for at in range(len(words) - size + 1)
        )
        return words if asked else ()

    @cached_property
    def edges(self) -> tuple[frozenset[str], frozenset[str]]:
        """How strong words of seven letters or more begin and end."""
        return mistyped.edges(self.strong)

    def nearly(self, token: str) -> Sequence[Reading]:
        """Return the strong words that a token may be with one letter wrong, crossed or with an ending behind them."""
        found: list[str] = []
        if mistyped.may_be_meant(token, *self.edges):
            found += dict.fromkeys(mistyped.meant(token, self.strong, self.mistyped))
        if other := mistyped.dressed_up(token, self.strong):
            found.append(other)
        return [((word,), "respelt") for word in found]

    @cached_property
    def pieces(self) -> frozenset[str]:
        """What long words may be cut into."""
        return pieces_of(self.long)

    def odd(self, words: Iterable[Iterable[str]]) -> Set[str]:
        """Return the words, of some comments, of which there is something to say; known words and most others are none.

        The words of a day's news come up again and again, so answers are kept: those that there is nothing to say of in
        `harmless`. New ones are asked about together.
        """
        if len(self.harmless) + len(self._told) >= MOST_KEPT:
            self._told.clear()
            self.harmless.clear()
            self.harmless.update(everyday_words())
        doubtful = set[str]().union(*words).difference(self.harmless)
        new = doubtful.difference(self._told)
        if new:
            unknown = new.difference(known_words())
            told = {token: said for token in self.suspects.among(unknown) if (said := self._token(token))}
            self._told.update(told)
            self.harmless.update(new.difference(told))
        return self._told.keys() & doubtful

    def of_token(self, token: str) -> Token | None:
        """Return what there is to say of a token that may be in disguise."""
        return self._told.get(token) or (None if token in known_words() else self._token(token))

    def _token(self, token: str) -> Token | None:
        if token.isdecimal():
            return None
        readings = tuple(self._readings(token) if token.isalpha() else self._without_digits(token))
        piece = token in self.pieces
        return Token(readings, piece) if readings or piece else None

    def _without_digits(self, token: str) -> list[Reading]:
        bare = token.strip(string.digits)
        if not bare.isalpha() and _BY_TURNS.fullmatch(bare):  # `i1d2i3o4t`
            bare = bare.translate(_NO_DIGITS)
            return [((bare,), "spaced")] if bare in self.long else []
        if len(bare) > 2 and bare in self.vocabulary:
            return [((bare,), "spaced")]
        before = mistyped.before_ending(token, self.strong)
        return [((before,), "spaced")] if before else []

    def _readings(self, token: str) -> list[Reading]:
        """Return what a token of letters may be, likelier readings first."""
        found: list[Reading] = [((word,), "repeat") for word in self.stretched(token)]
        if token in self.phrases:
            found.append((self.phrases[token], "spaced"))
        elif together := self.run_together(token):
            found.append((together, "spaced"))
        if not token.isascii() or len(token) > MOST_LETTERS or runs.is_itself(token):
            return found
        for (key, holds), index in zip(respelt.TRICKS, self.tricks, strict=True):
            words = index.get(key(token), ())
            found += [((word,), "respelt") for word in words if word != token and holds(token, word)]
        if "x" in token[1:-1]:
            found += [((word,), "mask") for word in walk.read(token, respelt.crossed_out, self.beginnings, self.long)]
        glued = parts(token, self.strong)
        if glued:
            found.append((glued, "spaced"))
        return found or list(self.nearly(token))

    def stretched(self, token: str) -> Iterator[str]:
        """Yield the words that a token may be with letters repeated."""
        if not runs.is_doubled(token):
            return
        for word in self.squeezed.get(runs.squeezed(token), ()):
            if word != token and runs.is_stretched(token, word):
                yield word

    def showing(self, chunks: Set[str], shows: Callable[[Lexicon, str], bool]) -> list[str]:
        """Return those of some chunks between blanks in which `shows` sees a word, the others are remembered.

        What is letters alone has no sign and is not cut: nobody need remember it.
        """
        new = set(filterfalse(str.isalpha, chunks - self._silent))
        if not new:
            return []
        found = [chunk for chunk in new if shows(self, chunk)]
        if len(self._silent) >= MOST_KEPT:
            self._silent.clear()
        self._silent.update(chunk for chunk in new.difference(found) if len(chunk) <= LONGEST_KEPT)
        return found

    def of_signed(self, token: str, look: Look) -> tuple[Shown, ...] | None:
        """Return what `look` tells of a token, remembered: the same names and tags come again and again."""
        if token not in self._signed:
            if len(self._signed) >= MOST_KEPT:
                self._signed.clear()
            self._signed[token] = look(self, token)
        return self._signed[token]

    def of_split(self, chunk: str, look: Callable[[Lexicon, str], tuple[Put, ...]]) -> tuple[Put, ...]:
        """Return what `look` tells of what stands between two blanks, remembered where it is short."""
        known = self._cut.get(chunk)
        if known is None:
            known = look(self, chunk)
            if len(self._cut) >= MOST_KEPT:
                self._cut.clear()
            if len(chunk) <= MOST_LETTERS:
                self._cut[chunk] = known
        return known

    def of_signs(self, token: str) -> tuple[tuple[str, Via], ...]:
        """Return what a token with digits or signs for letters may be; answers are kept, as `19th` comes again."""
        known = self._shown.get(token)
        if known is None:
            if len(self._shown) >= MOST_KEPT:
                self._shown.clear()
            known = self._shown[token] = tuple(self._in_signs(token))
        return known

    def _in_signs(self, token: str) -> Iterator[tuple[str, Via]]:
        head, plain = signs.head(token), signs.resolved(token)
        may_show = (not head or head in self.heads) and (not (tail := signs.tail(token)) or tail in self.tails)
        if not (may_show or plain) or not signs.is_legible(token):
            return
        for options, via in signs.ways(token) if may_show else ():
            found = [word for word in walk.read(token, options, self.beginnings, self.vocabulary)
                     if via != "mask" or signs.shows_enough(token, word)]  # fmt: skip
            # What is blotted out is a rude word sooner than an everyday one; of `c***s` nobody can tell which.
            if via == "mask" and len(found) > 1 and signs.shows_half(token):
                found.sort(key=self.strong.__contains__, reverse=True)
            yield from ((word, via) for word in found)
            if found:
                return
        # In signs and spelt another way, too: `d00mbass`.
        if plain and plain not in known_words():
            yield from ((words[0], worst(("leet", via))) for words, via in self._readings(plain) if len(words) == 1)

    def with_a_gap(self, before: str, after: str) -> Iterator[str]:
        """Yield the long words of which one letter between `before` and `after` is left out.

        An index of them was the largest thing in memory: few pairs, as `gaps` tells, get as far as to try the letters.
        """
        if before and after and before + after in self.gaps:
            yield from (word for letter in string.ascii_lowercase if (word := before + letter + after) in self.long)

    def plainly(self, letters: str) -> list[tuple[str, ...]]:
        """Return the word and the phrase that the letters are as they stand."""
        words: list[tuple[str, ...]] = [(letters,)] if letters in self.vocabulary else []
        return [*words, self.phrases[letters]] if letters in self.phrases else words

    def inside(self, letters: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the words and phrases that stand within a row of letters, with where each begins, the longer first.

        Few rows of letters begin like any word: ten thousand letters took 30 ms with a look at every range.
        """
        for start in range(len(letters) - spaced.LEAST_INSIDE + 1):
            if letters[start : start + spaced.LEAST_INSIDE] in self.openings:
                row = letters[start : start + spaced.LONGEST_INSIDE]
                for size in range(min(len(row), len(letters) - 1), spaced.LEAST_INSIDE - 1, -1):
                    yield from ((start, words) for words in self.plainly(row[:size]))

    def of_letters(self, letters: str) -> Iterator[Reading]:
        """Yield what letters that were pulled apart may be: a word or phrase, plain, stretched or in signs."""
        yield from ((words, "exact") for words in self.plainly(letters))
        yield from (((word,), "repeat") for word in self.stretched(letters))
        if not letters.isascii():
            crossed = walk.read(letters, alphabets.upright, self.beginnings, self.vocabulary)
            yield from (((word,), "fold") for word in crossed)
        # `a 6-0` is a score, `y 0 u` a word.
        if not letters.isalpha() and not (len(letters) < 4 and letters[1:].isdecimal()):
            yield from (((word,), via) for word, via in self.of_signs(letters))


def arranged(literals: Iterable[Literal], alone: Iterable[Literal], everyday: frozenset[str]) -> Lexicon:
    """Return the lexicon of the terms of all lists; those of `alone` are strong, but for everyday words."""
    literals = list(literals)
    words = frozenset(chain.from_iterable([literal.words for literal in literals]))
    long = frozenset(word for word in words if len(word) >= respelt.FEWEST and word.isalpha() and word.isascii())
    lonely = frozenset(literal.words[0] for literal in alone if len(literal.words) == 1)
    phrases = phrases_of(literals)
    return Lexicon(
        vocabulary=words,
        strong=(lonely & long) - everyday,
        long=long,
        beginnings=frozenset(word[:size] for word in words for size in range(1, len(word) + 1)),
        openings=frozenset(text[: spaced.LEAST_INSIDE] for text in (*words, *phrases)),
        phrases=phrases,
    )
