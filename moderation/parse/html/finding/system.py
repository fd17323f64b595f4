"""What one known system says of itself: where its comments stand, and their parts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class System:
    """One system. `opening`: the first post of a thread is the article; `starts`: a comment is this element and the
    siblings behind it up to the next, not an element of its own.
    """

    name: str
    needs: tuple[str, ...]
    item: str = ""
    starts: str = ""
    opening: bool = False
    body: str = ""
    author: str = ""
    author_id: str = ""
    time: str = ""
    id: str = ""
    url: str = ""
    parent: str = ""
    depth: str = ""
    likes: str = ""
    dislikes: str = ""

    def fields(self) -> dict[str, str]:
        """Return the selectors of the parts, by the name of the part."""
        names = ("body", "author", "author_id", "time", "id", "url", "parent", "depth", "likes", "dislikes")
        return {name: value for name in names if (value := getattr(self, name))}
