"""Make moderation/language/english.txt: words that are English and hardly any other language's.

    python .ci/english.py --data DIR      # DIR holds toxicity/civil_comments_train.csv (CC0)

Words of five comments or more, without names (words that are seldom written small), interjections, and whatever stands
in more than 0.6 of 1,000 messages of any language but English among the translations on this machine
(/usr/share/locale), where the original does not have it: those tell nothing. Another machine has other translations,
so the list may come out a little different there; it was made once, with the 37 languages of Debian's desktop.
"""

from __future__ import annotations

import argparse
import csv
import gettext
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "moderation" / "language" / "english.txt"
CATALOGUES = Path("/usr/share/locale")
WORD = re.compile(r"[^\W\d_]{2,}(?:'[^\W\d_]+)?")
MARKUP = re.compile(r"%[-\d.*l$']*[a-zA-Z]|[`\"‘“<{\[]\S*|--?[\w-]+|\S*[/_=]\S*|&")
LEAST_COMMENTS, LEAST_SMALL, MOST_ELSEWHERE, LEAST_MESSAGES = 5, 0.3, 0.0006, 300
LANGUAGES = """
de fr es it pt pt_BR nl sv da nb nn fi pl cs sk hu ro tr id ms hr sl sq et lv lt eu ca gl ga cy eo vi
af tl fil is oc ast
"""
# Written wherever people write, or too short for a language; international insults and praise among them.
NOBODYS = """
lol lmao lmfao rofl omg wtf haha hahaha ha heh hmm hmmm uh um ugh meh wow yay blah ok okay bye hey hi hello idiot
idiots nazi nazis bravo super stop sorry sex porn cool fuck shit internet email web blog video www http https com
org html amp gt lt quot nbsp asdf
"""


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("MODERATION_DATA"), required=False)
    data = Path(parser.parse_args().data)
    source = next(path for path in (data / "data", data) if (path / "toxicity").is_dir())
    known = set(_english(source / "toxicity" / "civil_comments_train.csv"))
    words = sorted(known - set(_elsewhere(known)) - set(NOBODYS.split()))
    TARGET.write_text("\n".join(words) + "\n", encoding="utf-8")
    print(f"{len(words)} words")


def _english(path: Path) -> Iterator[str]:
    comments: Counter[str] = Counter()
    written: Counter[str] = Counter()
    small: Counter[str] = Counter()
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found = WORD.findall(row["comment_text"].replace("’", "'"))
            comments.update({word.lower() for word in found})
            written.update(word.lower() for word in found if not word.isupper())
            small.update(word for word in found if word.islower())
    for word, count in comments.items():
        if count >= LEAST_COMMENTS and word.isascii() and small[word] >= LEAST_SMALL * written[word] > 0:
            yield word


def _elsewhere(words: set[str]) -> Iterator[str]:
    """Yield the words that translations have and their originals do not."""
    for language in LANGUAGES.split():
        found: Counter[str] = Counter()
        messages = 0
        for original, translated in _messages(language).items():
            here = set(WORD.findall(translated.lower()))
            own = set(WORD.findall(original.lower()))
            messages += 1
            if len(here & own) * 3 <= len(here):  # else it was left in English
                found.update((here - own) & words)
        if messages > LEAST_MESSAGES:
            yield from (word for word, count in found.items() if count >= max(5, MOST_ELSEWHERE * messages))


def _messages(language: str) -> dict[str, str]:
    """Return original -> translation of three words and more."""
    found: dict[str, str] = defaultdict(str)
    for path in sorted((CATALOGUES / language / "LC_MESSAGES").glob("*.mo")):
        try:
            with path.open("rb") as stream:
                catalogue = gettext.GNUTranslations(stream)._catalog  # noqa: SLF001 - there is no other way to list it
        except (OSError, UnicodeDecodeError, ValueError):
            continue
        for key, text in catalogue.items():
            original = key if isinstance(key, str) else key[0]
            plain = MARKUP.sub(" ", text.replace("_", ""))
            if original and text != original and len(WORD.findall(plain)) >= 3:
                found[original] = plain
    return found


if __name__ == "__main__":
    main()
