"""The fold: what it undoes, what it leaves, and the laws of its offsets."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.normalise import STEPS, fold

DISGUISES = {
    "capitals": ("IDIOT", "idiot"),
    "full width": ("ｉｄｉｏｔ", "idiot"),
    "mathematical bold": ("𝐢𝐝𝐢𝐨𝐭", "idiot"),
    "circled": ("ⓘⓓⓘⓞⓣ", "idiot"),
    "negative circled": ("🅘🅓🅘🅞🅣", "idiot"),
    "negative squared": ("🅸🅳🅸🅾🆃", "idiot"),
    "regional indicators": ("🇮🇩🇮🇴🇹", "idiot"),
    "small capitals": ("ɪᴅɪᴏᴛ", "idiot"),
    "turned letters": ("ɟooʇ", "foot"),
    "cyrillic inside": ("іdіоt", "idiot"),
    "cyrillic whole": ("сорe", "cope"),
    "greek capitals": ("ΙDΙΟΤ", "idiot"),
    "armenian": ("քoօl", "քool"),
    "cherokee": ("ᎠᎢᎠ", "dtd"),
    "lisu": ("ꓲꓓꓲꓳꓔ", "idiot"),
    "accents": ("ïdïöt", "idiot"),
    "stacked marks": ("i\u0335\u0301d\u0336i\u0337o\u0338t\u0335", "idiot"),
    "zero-width space": ("id\u200biot", "idiot"),
    "soft hyphen": ("id\u00adiot", "idiot"),
    "variation selector": ("i\ufe0fdiot", "idiot"),
    "joiner": ("i\u200ddi\u2060ot", "idiot"),
    "tag characters": ("idi\U000e0041ot", "idiot"),
    "hangul filler": ("idi\u3164ot", "idiot"),
    "lone surrogate": ("id\ud800iot", "idiot"),
    "control character": ("id\x08iot", "idiot"),
    "right-to-left override": ("\u202etoidi\u202c it", "idiot it"),
    "override to the end": ("a \u202etoidi", "a idiot"),
    "decimal entity": ("&#105;diot", "idiot"),
    "hexadecimal entity": ("&#x69;diot", "idiot"),
    "named entity": ("&lt;b&gt;", "<b>"),
    "marks of another script": ("i\u0e47d\u05b0i\u0651ot", "idiot"),
    "tatweel": ("id\u0640\u0640iot", "idiot"),
    "rare variation selector": ("i\U000e0100diot", "idiot"),
    "entity escaped twice": ("&amp;lt;", "<"),
    "number of a letter without semicolon": ("&#105diot", "idiot"),
    "percent code in a word": ("id%69ot", "idiot"),
    "percent codes all through": ("%69%64%69%6F%74", "idiot"),
    "percent code with a letter in front": ("%6Coser", "loser"),
    "backslash codes": (r"\u0069di\x6ft", "idiot"),
    "percent codes encoded twice": ("%2569%2564iot", "idiot"),
    "percent codes encoded twice, of a sentence": ("%2520 and 100%25 of it", "%2520 and 100%25 of it"),
    "codes in braces": (r"\u{69}d\u{00069}ot", "idiot"),
    "code in braces of no character": (r"\u{ffffff}", r"\u{ffffff}"),
    "octal codes": (r"\151\144iot", "idiot"),
    "octal code alone": (r"room \151", r"room \151"),
    "line ends as tags between letters": ("i<br>d<BR/>i<br />o<br>t", "i\nd\ni\no\nt"),
    "line end as a tag between words": ("an<br>idiot", "an<br>idiot"),
    "backslash code of an umlaut": (r"id\u00efot", "idiot"),
    "markdown's escape": (r"f\*ck, id\*\*t", "f*ck, id**t"),
    "markdown's escape written twice": (r"f\\*ck", "f*ck"),
    "markdown's escape of an underscore": (r"m\_r\_n", "m_r_n"),
    "markdown's escape of a full-width star": (r"f\＊ck", "f*ck"),
    "tag in a word": ("id<b>iot</b>", "idiot</b>"),
    "tags with attributes in a word": ('id<span class="x"></span>iot', "idiot"),
    "break opportunity": ("id<wbr>iot", "idiot"),
    "comment in a word": ("id<!-- x -->iot", "idiot"),
    "escaped tag in a word": ("id&lt;i&gt;iot", "idiot"),
    "tag in full width": ("id＜b＞iot", "idiot"),
    "bbcode in a word": ("i[b]d[/b]iot", "idiot"),
    "bbcode that ends in a word": ("[b]id[/b]iot", "[b]idiot"),
    "entity in full width": ("＆lt;", "<"),
    "keycap": ("1\ufe0f\u20e3", "1"),
    "curly quotes": ("don’t “go”", 'don\'t "go"'),
    "dashes": ("a–b—c", "a-b-c"),
    "dotted capital I": ("İstanbul", "istanbul"),
    "sharp s": ("Scheiße", "scheisse"),
}

LEFT_ALONE = {
    "plain words": "nothing to see here, 42 times.",
    "russian": "привет, собака",
    "greek": "καλημερα",
    "a flag": "🇺🇸",
    "chinese": "你好",
    "hebrew points": "שָׁלוֹם a",
    "hindi vowel signs": "हिन्दी",
    "arabic": "سلام",
    "arabic drawn out": "ســـلام",
    "digits stay digits": "covid19 costs $500",
    "trade mark": "brand™ name",
    "percentages": "100%25 off, %20 and 50%, 12%60 and %65i",
    "codes of signs": r"a%20b \n \x20 c:\users\xaver",
    "a cup drawn with strokes": r"\_/ and |\_| and \_\ and c:\_",
    "tags around words": "<b>big</b> word<br>word a < b",
    "a letter in brackets": "colo[u]r sh[i]t [b]bold[/b]",
    "numbers behind an ampersand": "p&#1 and q&#200",
    "lone ampersand": "fish & chips; r&b",
    "emoji": "😀 🤡",
}


@pytest.mark.parametrize(("text", "expected"), DISGUISES.values(), ids=DISGUISES)
def test_takes_off_a_disguise(text: str, expected: str) -> None:
    """Each disguise folds to the plain word."""
    assert expected == fold(text).text


@pytest.mark.parametrize("text", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_leaves_honest_text_alone(text: str) -> None:
    """Text without disguise stays as it is."""
    assert text == fold(text).text


def test_steps_are_named_and_ordered() -> None:
    """The order of the fold is one visible tuple."""
    names = [name for name, _ in STEPS]

    assert names == [
        "entities", "escapes", "tags", "overrides", "invisible", "letters", "borrowed", "regional", "lookalikes",
        "lower",
    ]  # fmt: skip


SPANS = {
    "zero-width inside": ("you id\u200biot!", "idiot", "id\u200biot"),
    "accents at the end": ("ïdïöt\u0301 here", "idiot", "ïdïöt\u0301"),
    "entity": ("an &#105;diot", "idiot", "&#105;diot"),
    "circled": ("an ⓘⓓⓘⓞⓣ", "idiot", "ⓘⓓⓘⓞⓣ"),
    "override": ("an \u202etoidi\u202c", "idiot", "\u202etoidi\u202c"),
    "behind an ellipsis": ("so… idiot", "idiot", "idiot"),
    "plain": ("an IDIOT", "idiot", "IDIOT"),
}


@pytest.mark.parametrize(("text", "word", "expected"), SPANS.values(), ids=SPANS)
def test_a_span_slices_back_to_the_original(text: str, word: str, expected: str) -> None:
    """A range of the folded text leads to the characters that a reader saw."""
    folded = fold(text)
    start = folded.text.index(word)

    span = folded.span(start, start + len(word))

    assert expected == text[span.start : span.end]


ODD = "\u0e47\u05b0aAbß1 &;#x<>lt\n\t\u200b\u00ad\u202e\u202c\u0301\u20e3ïİΣσсОД🇮🇩ⓘ𝐢ᴀ…½ﬁ’“\u3164Ꭰꭰ™＆；＃ẞǅ\x00\x85"


@settings(max_examples=300)
@given(st.text(alphabet=st.one_of(st.sampled_from(ODD), st.characters()), max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    """A folded text has nothing left to fold."""
    once = fold(text).text

    assert once == fold(once).text


@settings(max_examples=300)
@given(st.text(alphabet=st.one_of(st.sampled_from(ODD), st.characters()), max_size=40))
def test_offsets_rise_and_stay_in_range(text: str) -> None:
    """Every folded character comes from a range of the original, and the ranges never go back."""
    folded = fold(text)

    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    assert list(folded.ends) == sorted(folded.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))


def test_no_character_needs_a_second_fold() -> None:
    """The law holds for every character of the planes in use, alone and inside a word."""
    codes = [*range(0x10000), *range(0x1D400, 0x1D800), *range(0x1F000, 0x1FB00)]
    odd = [hex(code) for code in codes if fold(fold(f"a{chr(code)}b").text).text != fold(f"a{chr(code)}b").text]

    assert odd == []


def test_plain_ascii_keeps_its_offsets_as_ranges() -> None:
    """The fast path makes no list."""
    folded = fold("Nothing to fold here.")

    assert (range(21), range(1, 22)) == (folded.starts, folded.ends)


@pytest.mark.parametrize("pump", ["中", "a中", "ä", "amp;", "#38;", "\u202e", "\U0001f1e6", "\\", "\\*"], ids=ascii)
def test_a_long_text_is_folded_in_one_go(pump: str) -> None:
    """Work grows with the text, not with its square: 100,000 characters took minutes of processor time, now a blink."""
    text = "&" + pump * (100_000 // len(pump)) + "中"
    began = time.process_time()

    fold(text)

    assert time.process_time() - began < 5
