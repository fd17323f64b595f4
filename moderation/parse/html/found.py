"""What the finders hand on: comments as they stand on a page, before they are linked and named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from moderation.parse.html.document.select import Picker
from moderation.parse.html.document.text import Said
from moderation.parse.html.document.tree import Node
from moderation.taxonomy import CommentKind, CommentStatus


@dataclass(slots=True)
class Found:
    """One comment. `node` is its element, None when it comes from JSON; `depth` orders replies below what they answer.

    `parent` is the page's own id of the comment answered, `pointed` are the comments that links in its header lead to,
    with the words of the link, `answered` is the name that it shows as answered; `signs` counts what speaks for a
    comment: a name, a time, a picture, a button to answer, an id. `dated`: it shows a time, if only `3 hours ago` or a
    day that can be read in two ways.
    """

    said: Said
    node: Node | None = None
    author: str | None = None
    author_id: str | None = None
    author_sure: float = 0.0
    created_at: str | None = None
    edited_at: str | None = None
    id: str | None = None
    url: str | None = None
    parent: str | None = None
    pointed: tuple[tuple[str, str], ...] = ()
    answered: str | None = None
    depth: int = 0
    likes: int | None = None
    dislikes: int | None = None
    status: CommentStatus = "unknown"
    kind: CommentKind = "comment"
    signs: int = 0
    dated: bool = False


@dataclass(slots=True)
class Thread:
    """What one mechanism found: its name, the comments in page order, and what to take out of the page with them.

    `opening` is the post that a forum's thread begins with: the article, not a comment. `beside` are elements that show
    some of the comments again, where these come from JSON.
    """

    mechanism: str
    comments: list[Found] = field(default_factory=list)
    opening: Found | None = None
    beside: Sequence[Node] = ()

    def nodes(self) -> list[Node]:
        """Return the elements of the comments."""
        return [found.node for found in self.comments if found.node is not None] or list(self.beside)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Elements that a mechanism takes for the comments of a page, not read yet, and how it reads them."""

    mechanism: str
    members: Sequence[Node]
    picker: Picker
    opening: bool = False
