"""Frames of other people's words: "he called me", "it isn't true that", "the leaflet says"; the rest is not meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from moderation.rulebook.comment.view import View
from moderation.rulebook.words import is_edge, listed

Range = tuple[int, int]

_OBJECT: Final = (
    r"(?:me|us|him|her|them|people|others|someone|somebody|everyone|everybody|anyone|anybody|each other|one another"
    r"|(?:my|his|her|our|their|the|those|these|other|all|poor|old|trans|gay|black)\s+[^\W_]+)"
)
_CALLED: Final = re.compile(
    rf"\b(?:call(?:s|ed|ing)?|label(?:s|l?ed|l?ing)?|nam(?:ed|ing)|brand(?:s|ed|ing))\s+{_OBJECT}\b"
)
_WAS_CALLED: Final = re.compile(
    r"\b(?:be|being|been|was|were|am|is|are|get|gets|got|getting)\s+(?:called|labell?ed|branded)\b"
    # In a row: "I was pushed, spat at, called a .."
    r"|,\s+(?:and\s+)?(?:called|labell?ed|branded)\s+(?=an?\s)"
)
_SAID: Final = re.compile(
    r"\b(?P<who>[^\W_]+)\s+(?:(?:said|says|wrote|writes|tweeted|tweets|shouted|shouts|yelled|screamed|replied)"
    r"|(?:told|tells)\s+(?:me|us|him|her|them|people|everyone|my\s+[^\W_]+)"
    # "He told the young doctor to ..", but not "I told a friend"
    r"|(?:told|tells)\s+(?:the|a|an|his|her|our|their|another|every)\s+(?:[^\W_]+\s+){1,2}(?=to\s)"
    r"|(?<=they )say|(?<=people )say|(?<=you )say)\b"
)
# Without one of these words there is no frame: looking for them first takes a tenth of the time.
_CALLING: Final = frozenset(
    listed(
        "call calls called calling label labels labeled labelled labeling labelling named naming brands branded "
        "branding"
    )
)
_SAYING: Final = frozenset(
    listed("said says say wrote writes tweeted tweets shouted shouts yelled screamed replied told tells")
)
_NOT_A_SPEAKER: Final = frozenset(
    listed("i we that being enough well just nuff having as like easier sooner let me to")
)
_SPEAKING_SELF: Final = frozenset(("i", "we", "ill", "id", "im", "ive", "lets"))
_SUBJECTS: Final = frozenset(("he", "she", "they", "you", "people", "who", "someone", "it", "anyone", "everyone"))
# What was said ends with the sentence, or where the author turns to somebody.
_TURN: Final = re.compile(r"[.!?;\n]|\bbut\b|\band (?:you|i)\b")
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_NEAR: Final = 100
REACH_WORDS: Final = 10
_REACH: Final = re.compile(rf"(?:[\W_]*[^\W_]+){{0,{REACH_WORDS}}}")


def others_words(view: View) -> Iterator[Range]:
    """Yield the ranges of the folded text that an author reports or denies."""
    words = _TELLING.intersection(view.words)
    if words:
        yield from _reported(view, words)
        yield from _disowned(view, words)


def _reported(view: View, words: frozenset[str]) -> Iterator[Range]:
    """Yield what follows "he called me", "she said", "being called", up to ten words and within the sentence."""
    text = view.text
    ends: list[int] = []
    if not _CALLING.isdisjoint(words):
        ends += [m.end() for m in _WAS_CALLED.finditer(text)]
        ends += [m.end() for m in _CALLED.finditer(text) if not _speaks_self(text, m)]
    if not _SAYING.isdisjoint(words):
        ends += [m.end() for m in _SAID.finditer(text) if not _no_speaker(text, m)]
    for end in ends:
        reach = _REACH.match(text, end)
        far = reach.end() if reach else end
        turn = _TURN.search(text, end, far)
        yield end, turn.start() if turn else far


def _speaks_self(text: str, frame: re.Match[str]) -> bool:
    """Tell whether the author does the calling: "I call him an idiot" reports nobody."""
    if re.search(r"\b(?:me|us)$", frame.group()):
        return False
    before = [word.replace("'", "") for word in words_before(text, frame.start(), 4)]
    speaker = next((word for word in reversed(before) if word in _SPEAKING_SELF or word in _SUBJECTS), None)
    return speaker in _SPEAKING_SELF


def _no_speaker(text: str, frame: re.Match[str]) -> bool:
    before = words_before(text, frame.start(), 1)
    return frame["who"] in _NOT_A_SPEAKER or before in (["as"], ["like"])


def words_before(text: str, end: int, most: int) -> list[str]:
    """Return the last words before an offset; a text full of frames is not read from its beginning for each."""
    near = _WORD.findall(text, max(0, end - _NEAR), end)
    # The first of them may be the end of a word.
    found = near if len(near) > most else _WORD.findall(text, 0, end)
    return found[-most:]


# What an author denies, up to the comma behind which the author may turn to somebody. Who "can't believe that" denies
# nothing, and in "thinks that is .." the word is no bridge to what is thought.
_THAT: Final = r"\s+that\b(?!\s*(?:[,.!?;\n]|\Z)|\s+(?:is|was|are|has|makes|should|must|needs|can|will|deserves)\b)"
_DENIED: Final = re.compile(
    rf"\b(?:true|say|saying|said|suggest|suggesting|claim|claiming|implying|think|thinking|thought|(?P<believe>believed?))"
    rf"{_THAT}|\bhear\s+me\s+say\s+that\b"
)
_DENYING: Final = frozenset(
    listed(
        "true say saying said suggest suggesting claim claiming implying think thinking thought believe believed hear"
    )
)
_NOT: Final = re.compile(r"(?P<can>\b(?:ca|could|would))?(?:n't|\s+not|\bnot|\bnever|\bnobody|\bcannot)\s+\Z")
_FALSE: Final = re.compile(
    rf"\b(?:false|untrue|nonsense|absurd|ridiculous|rubbish|den(?:y|ies|ied|ying)|doubts?|doubted"
    rf"|refuse[sd]?\s+to\s+(?:believe|accept|think)|(?:tired|sick|fed\s+up)\s+(?:of|with)\s+(?:hearing|reading|being\s+told))"
    rf"{_THAT}|\bfar\s+from\s+being\b"
)
_FALSITY: Final = frozenset(
    listed(
        "false untrue nonsense absurd ridiculous rubbish deny denies denied denying doubt doubts doubted "
        "refuse refuses refused tired sick fed far"
    )
)
_PAPERS: Final = listed(
    "letter email mail message note post tweet comment poster leaflet pamphlet flyer placard banner book headline sign"
)
_TALES: Final = (*_PAPERS, *listed("rumour rumor idea lie myth theory notion accusation suggestion"))
# The word that a frame begins with, and the frame: what a text says, a rumour tells, others are told.
_ATTRIBUTED: Final = (
    (
        frozenset((*_PAPERS, *(f"{paper}s" for paper in _PAPERS), "graffiti")),
        re.compile(
            r"\b\w+\s+(?:(?:that|which)\s+)?(?:said|says|reads?|claims?|claimed|insists?|insisted|promises?|promised"
            r"|(?:began|begins?|starts?|started|ends?|ended)\s+with)\b(?!\s+(?:like|as)\b)"
        ),
    ),
    (
        frozenset(
            (
                *_PAPERS,
                *listed(
                    "graffiti sentence line words typed wrote said read reads inbox phone threat chant slogan reply"
                ),
            )
        ),
        re.compile(r"(?<!\bmy\s)(?<!\bour\s)\b\w+:\s"),
    ),
    (frozenset(_TALES), re.compile(r"(?<!\bmy\s)(?<!\bour\s)\b\w+\s+that\b")),
    (
        frozenset(("told", "tell", "tells")),
        re.compile(
            r"\b\w+\s+(?:me|us|him|her|them|people|parents|readers|(?:the|a|my|your|his|her|our|their)\s+(?:own\s+)?[^\W_]+)\s+that\b"
        ),
    ),
    (frozenset(("anyone", "anybody", "nobody", "people")), re.compile(r"\b\w+\s+(?:should\s+)?tells?\s+you\b")),
    (frozenset(listed("sprayed scrawled scratched chanted muttered whispered")), re.compile(r"\b\w+\b")),
    (frozenset(("according",)), re.compile(r"\b\w+\s+to\s+(?:(?:the|this|that|his|her|their)\s+[^\W_]+|him|her|them)")),
    (frozenset(("what",)), re.compile(r"\b\w+\s+(?:they|people|he|she|some)\s+call(?:s|ed)?\b")),
    (
        frozenset(listed("speak speaks spoke speaking talk talks talked talking think thinks thinking")),
        re.compile(r"\b\w+\s+(?:of|about)\s+(?:[^\W_]+\s+){1,4}as\b"),
    ),
)


# What others think or say, up to the comma as well.
_HELD: Final = re.compile(rf"\b\w+{_THAT}")
_HOLDING: Final = frozenset(
    listed(
        "write writes wrote writing say saying claim claims claimed claiming shout shouting shouts scream screams "
        "screamed screaming yell yells yelling repeat repeats repeating argue argues argued insist insists insisted "
        "suggest suggests suggested believe believes think thinks promises promised"
    )
)
# Most comments have none of these.
_TELLING: Final = _CALLING.union(_SAYING, _DENYING, _FALSITY, _HOLDING, *(signs for signs, _ in _ATTRIBUTED))


def _disowned(view: View, words: frozenset[str]) -> Iterator[Range]:
    """Yield what follows "it isn't true that", "the leaflet says", "according to the", "he speaks of them as"."""
    text = view.text
    denials = [frame for frame in _frames(text, words & _DENYING, _DENIED) if _is_denied(text, frame)]
    held = [frame for frame in _frames(text, words & _HOLDING, _HELD) if not _speaks_self(text, frame)]
    for frame in (*denials, *held, *_frames(text, words & _FALSITY, _FALSE)):
        far = _reach(text, frame.end())
        comma = text.find(",", frame.end(), far)
        yield frame.end(), comma if comma >= 0 else far
    for signs, pattern in _ATTRIBUTED:
        for frame in _frames(text, words & signs, pattern):
            if not _speaks_self(text, frame):
                yield frame.end(), _reach(text, frame.end())


def _frames(text: str, signs: Iterable[str], pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield what matches where one of `signs` stands: a search over all of the text takes ten times as long."""
    for sign in signs:
        at = text.find(sign)
        while at >= 0:
            if is_edge(text, at + len(sign)) and (frame := pattern.match(text, at)):
                yield frame
            at = text.find(sign, at + 1)


def _is_denied(text: str, frame: re.Match[str]) -> bool:
    before = _NOT.search(text[max(0, frame.start() - 12) : frame.start()])
    return before is not None and (frame["believe"] is None or (before["can"] is None and "cannot" not in before[0]))


def _reach(text: str, end: int) -> int:
    """Return how far a frame that ends at `end` reaches: ten words, within the sentence."""
    reach = _REACH.match(text, end)
    far = reach.end() if reach else end
    turn = _TURN.search(text, end, far)
    return turn.start() if turn else far
