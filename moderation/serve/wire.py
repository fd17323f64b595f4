"""What Perspective's requests may say.

Unknown fields are passed over, as new clients meet old servers; `null` is a field that was left out, as Google has it.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

_ScoreTypeName = Literal["SCORE_TYPE_UNSPECIFIED", "PROBABILITY", "STD_DEV_SCORE", "PERCENTILE", "RAW"]
SCORE_TYPES: Final[tuple[str, ...]] = get_args(_ScoreTypeName)
PROBABILITY: Final = "PROBABILITY"


def _number(given: Any) -> Any:
    """Return a number that came as a string, as Google's JSON may have it; anything else as it is."""
    try:
        return float(given) if isinstance(given, str) else given
    except ValueError:
        return given


def _named(given: Any) -> Any:
    """Return the name of a kind of score that came as its number; anything else as it is."""
    is_number = isinstance(given, int) and not isinstance(given, bool)
    return SCORE_TYPES[given] if is_number and 0 <= given < len(SCORE_TYPES) else given


ScoreType = Annotated[_ScoreTypeName, BeforeValidator(_named)]
Share = Annotated[float, BeforeValidator(_number), Field(ge=0, le=1, allow_inf_nan=False)]


class _Wire(BaseModel):
    """Names are written `likeThis`; `like_this` is understood as well, as Google's JSON does."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore", strict=True)


class TextEntry(_Wire):
    """A text and its type, of which only plain text is served."""

    text: str | None = None
    type: str | None = None


class ArticleAndParent(_Wire):
    """What a comment stands under; accepted, and, as with Perspective, not looked at."""

    article: TextEntry | None = None
    parent_comment: TextEntry | None = None


class WireContext(_Wire):
    """What surrounds a comment: entries, or an article with a parent, never both."""

    entries: list[TextEntry] | None = None
    article_and_parent_comment: ArticleAndParent | None = None


class AttributeParameters(_Wire):
    """How one attribute is wanted: its kind of score, and from which score on it is answered at all."""

    score_type: ScoreType | None = None
    score_threshold: Share | None = None


class AnalyzeCommentRequest(_Wire):
    """The body of `comments:analyze`."""

    comment: TextEntry | None = None
    context: WireContext | None = None
    requested_attributes: dict[str, AttributeParameters | None] | None = None
    span_annotations: bool | None = None
    languages: list[str] | None = None
    do_not_store: bool | None = None
    client_token: str | None = None
    session_id: str | None = None
    community_id: str | None = None
    drop_unsupported_attributes: bool | None = None


class Score(_Wire):
    """A number and its kind."""

    value: Share | None = None
    type: ScoreType | None = None


class SpanScore(_Wire):
    """A score of a range, in UTF-16 code units, the end exclusive."""

    begin: int | None = None
    end: int | None = None
    score: Score | None = None


class AttributeScores(_Wire):
    """What is said of one attribute."""

    summary_score: Score | None = None
    span_scores: list[SpanScore] | None = None


class SuggestCommentScoreRequest(_Wire):
    """The body of `comments:suggestscore`."""

    comment: TextEntry | None = None
    context: WireContext | None = None
    attribute_scores: dict[str, AttributeScores | None] | None = None
    languages: list[str] | None = None
    do_not_store: bool | None = None
    client_token: str | None = None
    session_id: str | None = None
    community_id: str | None = None
