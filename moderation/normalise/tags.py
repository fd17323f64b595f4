"""Marks of formatting within a word, which a page does not show: `id<b>iot</b>`, `id<wbr>iot`, `i[b]d[/b]iot`."""

from __future__ import annotations

import re
from typing import Final

from moderation.normalise.draft import Draft, rewrite

_INLINE: Final = "b|i|u|s|em|strong|span|font|small|big|sub|sup|mark|ins|del|tt|code|wbr|strike|abbr|kbd"
_HTML: Final = rf"</?(?:{_INLINE})(?:\s[^<>]{{0,80}})?/?>|<!--[^<>]{{0,40}}-->"
# What a style keeps from being shown takes its text along.
_UNSHOWN: Final = (
    r"<(?P<tag>[a-z]{1,9})\s[^<>]{0,80}(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0)[^<>]{0,40}>"
    r"[^<>]{0,40}</(?P=tag)>"
)
_NAMES: Final = "b|i|u|s|em|strong|color|size|font|spoiler"
# `colo[u]r` and `sh[i]t` have a letter in brackets, not a tag: BBCode opens only where it closes soon.
_OPENING: Final = rf"\[(?:{_NAMES})(?:=[^\[\]]{{0,40}})?\](?=[^\[\]\n]{{0,40}}\[/)"
_TAG: Final = re.compile(rf"(?<=[^\W_])(?:{_UNSHOWN}|{_HTML}|{_OPENING}|\[/(?:{_NAMES})\])+(?=[^\W_])", re.IGNORECASE)


# One letter a line, with the line's end as a tag.
_BREAK: Final = re.compile(r"(?<![^\W_][^\W_])(?<=[^\W_])(?:<br ?/?>){1,2}(?=[^\W_](?![^\W_]))", re.IGNORECASE)


def step(draft: Draft) -> Draft:
    """Drop tags between two letters of a word; `word<br>word` and `word <b>word</b>` stay as they are."""
    if "<" not in draft.text and "[/" not in draft.text:
        return draft
    draft = rewrite(draft, ((found.start(), found.end(), "") for found in _TAG.finditer(draft.text)))
    return rewrite(draft, ((found.start(), found.end(), "\n") for found in _BREAK.finditer(draft.text)))
