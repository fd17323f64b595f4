"""Column types that keep every Python string, on both databases, and the digests that stand for long keys.

PostgreSQL refuses U+0000 in text, and neither database can encode a lone surrogate. Such a character is written as
U+001A and its four hexadecimal digits; U+001A itself is written the same way, so reading gives back what was stored.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Connection, Dialect, Integer, Text, TypeDecorator, any_, literal
from sqlalchemy.dialects.postgresql import ARRAY

_LEAD: Final = "\x1a"
_UNSAFE: Final = re.compile("[\x00\x1a\ud800-\udfff]")
_ESCAPED: Final = re.compile(_LEAD + "([0-9a-f]{4})")
# Made once: `json.dumps` makes one anew for every value, a quarter of its time where values are as short as here.
_JSON: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)

# SQLite makes a column its row id only when it is declared INTEGER.
Key: Final = BigInteger().with_variant(Integer(), "sqlite")


def escape(text: str) -> str:
    """Return `text` with the characters that a database refuses written in hexadecimal."""
    if _UNSAFE.search(text) is None:
        return text
    return _UNSAFE.sub(lambda found: f"{_LEAD}{ord(found.group()):04x}", text)


def unescape(stored: str) -> str:
    """Return the text that `escape` was given."""
    if _LEAD not in stored:
        return stored
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), stored)


def canonical(value: Any) -> str:
    """Return `value` as JSON with one spelling: sorted keys, no spaces, other characters as they are."""
    return _JSON.encode(value)


def digest(value: Any) -> str:
    """Return the SHA-256 of the canonical JSON of `value`, in hexadecimal."""
    return hashlib.sha256(canonical(value).encode("utf-8", "surrogatepass")).hexdigest()


class AnyText(TypeDecorator[str]):
    """Text that may hold any code point, U+0000 and lone surrogates included."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 the base class names it
        """Return what is stored."""
        return self.spell(value)

    @staticmethod
    def spell(value: str | None) -> str | None:
        """Return what is stored, in either database."""
        return None if value is None else escape(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return what was given."""
        return None if value is None else unescape(value)


class Json(TypeDecorator[Any]):
    """JSON as text; PostgreSQL's own JSON types refuse U+0000 and reorder nothing that we need them for."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return what is stored."""
        return self.spell(value)

    @staticmethod
    def spell(value: Any) -> str | None:
        """Return what is stored, in either database."""
        return None if value is None else escape(canonical(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Return what was given, tuples as lists."""
        return None if value is None else json.loads(unescape(value))


def among(connection: Connection, column: ColumnElement[Any], values: Collection[Any]) -> ColumnElement[bool]:
    """Return the condition that a column holds one of `values`.

    On PostgreSQL they are one parameter: however many they are, the statement reads the same, so that the driver
    prepares it and the server plans it once. A join of eight tables takes 3 ms to plan and 0.3 ms to do.
    """
    if connection.dialect.name != "postgresql":
        return column.in_(values)
    return column == any_(literal(list(values), ARRAY(column.type)))
