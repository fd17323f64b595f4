"""Comments in the JSON that a page carries: JSON-LD, and the state of its scripts. Read as data, never run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

import orjson

from moderation.parse.html.document.attributes import everywhere
from moderation.parse.html.document.text import Said, said
from moderation.parse.html.document.tree import Node, Tree, fragment
from moderation.parse.html.found import Found, Thread
from moderation.parse.times import utc

# A variable that may hold comments and the JSON that it is given. Signs of equality are rarer in scripts than the
# letters that such a name begins with, so the value is searched for first, and the name before it.
_GIVEN: Final = re.compile(r"=\s{0,4}(?:JSON\.parse\(\s*(?=\")|(?=[{\[]))")
_VARIABLE: Final = re.compile(
    r"(?:window\.(?=\w)|STATE|[sS]tate|DATA|[dD]ata|PROPS|[pP]rops|COMMENTS|[cC]omments|APOLLO|STORE|[sS]tore|[iI]nitial\w{0,20})"
    r"[\w$]{0,30}(?:[\"']\])?\s{0,4}\Z"
)
_LONGEST_VARIABLE: Final = 64  # what the pattern above can take
# What Next.js sends piece by piece: a string of lines `5:[...]`, which may go on in the next piece.
_PUSHED: Final = re.compile(r"self\.__next_f\.push\(\s*")
_ROW: Final = re.compile(r"^[0-9a-f]{1,6}:(?=[\[{])", re.MULTILINE)
_PAGE_ATTRIBUTES: Final = ("data-page", "data-props", "data-state", "data-react-props", "data-comments", "data-initial")


def _keys(names: str) -> tuple[str, ...]:
    return tuple(names.split())


# What systems call the parts of a comment, in small letters, the most telling first.
_TEXT: Final = _keys(
    "text body body_html bodyhtml content message comment commenttext comment_text cooked html raw_message"
)
_AUTHOR: Final = _keys("author user creator commenter username author_name authorname displayname nickname owner")
_NAME: Final = _keys("name displayname display_name username nickname screen_name login fullname full_name")
_TIME: Final = _keys(
    "datecreated datepublished created_at createdat created date timestamp time created_utc published_at "
    "publishedat commenttime publishdate"
)
_ID: Final = _keys("id comment_id commentid _id @id identifier uuid objectid")
_PARENT: Final = _keys("parent_id parentid parent reply_to replyto in_reply_to inreplyto parentitem parent_comment_id")
_REPLIES: Final = _keys(
    "replies children comment comments responses answers suggestedanswer acceptedanswer nodes edges items"
)
_LIKES: Final = _keys("upvotecount likes like_count likecount upvotes score points votes reactioncount")
_DISLIKES: Final = _keys("downvotecount dislikes dislike_count downvotes")
_URL: Final = _keys("url permalink link sharedlink")
_LISTS: Final = re.compile(r"comments?$|replies$|responses$|answers?$|kommentare$|commentaires$", re.IGNORECASE)
_MOST_ASSIGNED: Final = 100
_LARGEST: Final = 12_000_000
_MOST_NODES: Final = 400_000


def find_state(tree: Tree) -> Iterator[Thread]:
    """Yield the comments of each script, or attribute for a script, that holds JSON with any in it."""
    for value in (*_attributes(tree), *_pushed(tree.scripts)):
        if comments := _comments(value):
            yield Thread("state", comments)
    for script in tree.scripts:
        text = script.text or ""
        kind = (script.get("type") or "").lower()
        if not 20 < len(text) <= _LARGEST or ("omment" not in text and "nswer" not in text and "repl" not in text):
            continue
        for value, listed in _values(text, kind, script.get("id") or ""):
            comments = _comments(value, listed=listed)
            if comments:
                yield Thread("json-ld" if "ld+json" in kind else "state", comments)


def _values(text: str, kind: str, name: str) -> Iterator[tuple[Any, bool]]:
    """Yield each value of a script, and whether the variable is called after comments."""
    if "json" in kind or name in ("__NEXT_DATA__", "__NUXT_DATA__"):
        value = _whole(text)
        if value is not None:
            yield value, False
        return
    decoder = json.JSONDecoder()
    # What is no JSON costs a pass over the script: the error counts its lines.
    for variable, start in islice(_assigned(text), _MOST_ASSIGNED):
        value = _first(text, start, decoder)
        if isinstance(value, str):
            value = _whole(value)
        if isinstance(value, dict | list):
            yield value, "omments" in variable


def _assigned(text: str) -> Iterator[tuple[str, int]]:
    """Yield the name of each variable of a script that is given JSON, and where the JSON begins."""
    for given in _GIVEN.finditer(text):
        equals = given.start()
        variable = _VARIABLE.search(text, max(0, equals - _LONGEST_VARIABLE), equals)
        if variable is not None:
            yield variable[0], given.end()


def _attributes(tree: Tree) -> Iterator[Any]:
    for attribute in _PAGE_ATTRIBUTES:
        for text in everywhere(attribute)(tree.root) if attribute in tree.attributes.names else ():
            if 20 < len(text) <= _LARGEST and text[0] in "[{" and "omment" in text:
                yield _whole(text)


def _pushed(scripts: Sequence[Node]) -> Iterator[Any]:
    """Yield the values of what Next.js pushes, put together again."""
    decoder = json.JSONDecoder()
    pieces = []
    for script in scripts:
        text = script.text or ""
        match = _PUSHED.search(text) if "__next_f" in text and len(text) <= _LARGEST else None
        pushed = _first(text, match.end(), decoder) if match else None
        if isinstance(pushed, list) and len(pushed) > 1 and isinstance(pushed[1], str):
            pieces.append(pushed[1])
    whole = "".join(pieces)
    if "omment" in whole:
        for row in islice(_ROW.finditer(whole), 10 * _MOST_ASSIGNED):
            if (value := _first(whole, row.end(), decoder)) is not None:
                yield value


def _whole(text: str) -> Any:
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        return orjson.loads(text.encode("utf-8", "replace"))
    except orjson.JSONDecodeError:
        return None


def _first(text: str, start: int, decoder: json.JSONDecoder) -> Any:
    """Return the JSON value that begins at `start`, or None when what stands there is code."""
    try:
        return decoder.raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        return None


def _comments(value: Any, *, listed: bool = False) -> list[Found]:
    """Return the comments of a JSON value in the order in which they stand, replies behind what they answer."""
    found: list[Found] = []
    seen: set[str] = set()
    stack: list[tuple[Any, bool, str | None, int]] = [(value, listed, None, 0)]
    entities = value if isinstance(value, dict) else {}
    visited = 0
    while stack and visited < _MOST_NODES:
        node, listed, parent, depth = stack.pop()
        visited += 1
        if isinstance(node, list):
            stack.extend((item, listed, parent, depth) for item in reversed(node))
            continue
        if not isinstance(node, dict):
            continue
        small = {str(key).lower(): item for key, item in node.items()}
        small = _joined(small, entities)
        comment = _comment(small, parent, depth) if listed or _typed(small) else None
        below, deeper = (parent, depth) if comment is None else (comment.id, depth + 1)
        if comment is not None and (comment.id or comment.said.text) not in seen:
            seen.add(comment.id or comment.said.text)
            found.append(comment)
        for key, item in reversed(small.items()):
            if isinstance(item, dict | list):
                inside = bool(_LISTS.search(key)) or (listed and key in _REPLIES) or (listed and comment is None)
                stack.append((item, inside, below, deeper))
    return found


def _joined(small: dict[str, Any], entities: dict[str, Any]) -> dict[str, Any]:
    """Return an object of Apollo's cache with the names that it only refers to put in: `{"__ref": "User:3"}`."""
    if not entities or not any(isinstance(item, dict) and "__ref" in item for item in small.values()):
        return small
    refers: dict[str, dict[str, Any]] = {
        key: entities[item["__ref"]]
        for key, item in small.items()
        if isinstance(item, dict)
        and isinstance(item.get("__ref"), str)
        and isinstance(entities.get(item["__ref"]), dict)
    }
    authors = {key: item for key, item in refers.items() if key in _AUTHOR}
    return {**small, **authors, **{key: item.get("id") for key, item in refers.items() if key in _PARENT}}


def _typed(small: dict[str, Any]) -> bool:
    kinds = small.get("@type") or small.get("__typename")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(
        isinstance(name, str) and name.rpartition("/")[2] in ("Comment", "UserComments", "Answer") for name in names
    )


def _comment(small: dict[str, Any], parent: str | None, depth: int) -> Found | None:
    """Return the comment in a JSON object: a text, and a name or a time beside it."""
    text = next((small[key] for key in _TEXT if isinstance(small.get(key), str) and small[key].strip()), None)
    author, author_id = _author(small)
    created = next((when for key in _TIME if (when := utc(small.get(key))) is not None), None)
    if text is None or (author is None and created is None):
        return None
    given = _scalar(small, _PARENT)
    return Found(
        said=_plain(text),
        author=author,
        author_sure=0.95 if author else 0.0,
        author_id=author_id,
        created_at=created,
        id=_scalar(small, _ID),
        url=_scalar(small, _URL),
        parent=given if given not in (None, "0", "root") else parent,
        depth=depth,
        likes=_number(small, _LIKES),
        dislikes=_number(small, _DISLIKES),
        signs=bool(author) + bool(created),
    )


def _author(small: dict[str, Any]) -> tuple[str | None, str | None]:
    for key in _AUTHOR:
        value = small.get(key)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, str) and 0 < len(value.strip()) <= 100:
            return value.strip(), _scalar(small, ("user_id", "userid", "author_id", "authorid"))
        if isinstance(value, dict):
            inner = {str(name).lower(): item for name, item in value.items()}
            name = next(
                (inner[part] for part in _NAME if isinstance(inner.get(part), str) and inner[part].strip()), None
            )
            if name:
                return name.strip()[:100], _scalar(inner, ("id", "@id", "url", "user_id"))
    return None, None


def _scalar(small: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = small.get(key)
        if isinstance(value, dict):
            value = value.get("id") or value.get("@id")
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()[:2000]
    return None


def _number(small: dict[str, Any], keys: tuple[str, ...]) -> int | None:
    value = next((small[key] for key in keys if isinstance(small.get(key), int | str)), None)
    if isinstance(value, bool) or value is None:
        return None
    return int(value) if str(value).lstrip("-").isdigit() and len(str(value)) < 10 else None


def _plain(text: str) -> Said:
    """Return a comment's text; markup is taken off where there is some, line ends are kept where there is none."""
    if re.search(r"<(?:p|br|a|i|b|em|strong|blockquote|div|span)\b[^>]{0,500}>|&(?:\w+|#\d+);", text):
        root = fragment(f"<div>{text}</div>")
        if root is not None:
            return said(root)
    return Said(text.strip())
