"""Records as the JSON that commands print."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from moderation.records import Article, Block, Comment, Folded, Span, as_json
from moderation.records.quick import open_twin

ORDER = [
    *("record", "source", "site", "thread_id", "id", "parent_id", "reply_to", "author", "author_id"),
    *("created_at", "edited_at", "url", "text", "quotes", "start", "end", "status", "kind", "likes", "dislikes"),
    *("reports", "past_decisions", "confidence"),
]


def test_a_comment_is_printed_in_the_contracts_order() -> None:
    """Exactly these fields, in this order; what the input carried besides is not among them."""
    comment = Comment("s", "t", "1", "text", quotes=(Span(0, 2),), carried={"mood": "sour"})
    printed = as_json(comment)

    assert list(printed) == ORDER
    assert printed["quotes"] == [{"start": 0, "end": 2}]
    assert printed["confidence"] == {"author": 1.0, "boundary": 1.0, "parent": 1.0}


def test_an_article_is_printed_with_its_blocks() -> None:
    """Blocks are objects with their kind and range."""
    printed = as_json(Article("s", None, "t", blocks=(Block("caption", "A boat", 3, 9),)))

    assert printed["blocks"] == [{"kind": "caption", "text": "A boat", "start": 3, "end": 9}]
    assert (printed["record"], printed["declared_comments"], printed["embedded"]) == ("article", None, None)


def test_a_folded_range_leads_back_to_the_original() -> None:
    """An empty range is a place, not an error."""
    folded = Folded("Ⅳ b", "iv b", (0, 0, 1, 2), (1, 1, 2, 3))

    assert folded.span(0, 2) == Span(0, 1)
    assert folded.span(3, 3) == Span(2, 2)
    assert folded.span(4, 4) == Span(3, 3)


def test_a_record_made_quickly_is_a_record_like_any_other() -> None:
    """Equal to one made the long way, defaults and all; it hashes, travels, is replaced, and cannot be written to."""
    made = open_twin(Comment)("s", "t", "1", "text", likes=2)
    made.__class__ = Comment

    assert type(made) is Comment
    assert made == Comment("s", "t", "1", "text", likes=2)
    assert hash(made) == hash(Comment("s", "t", "1", "text", likes=2))
    assert pickle.loads(pickle.dumps(made)) == made
    assert replace(made, text="other").likes == 2
    with pytest.raises(FrozenInstanceError):
        made.text = "other"
