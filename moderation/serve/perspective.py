"""`comments:analyze` and what `comments:suggestscore` says, in Perspective's wire format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from moderation.language import detect_all
from moderation.pipeline import AUTO, Pipeline
from moderation.records import Comment, Span, Verdict
from moderation.serve.attributes import label_of
from moderation.serve.refusals import Refusal, invalid
from moderation.serve.scale import Scale
from moderation.serve.sentences import as_utf16, sentences, windows
from moderation.serve.waiting import Manner, WaitingRoom
from moderation.serve.wire import (
    PROBABILITY,
    AnalyzeCommentRequest,
    AttributeParameters,
    SuggestCommentScoreRequest,
    TextEntry,
    WireContext,
)
from moderation.taxonomy import LABEL_INDEX, UNDETERMINED, Label

# Perspective's own limit, in bytes of UTF-8.
MOST_BYTES: Final = 20_480
_DIGITS: Final = 7


@dataclass(frozen=True, slots=True)
class Asked:
    """An attribute as the request names it, the label that answers it, and the least score worth an answer."""

    name: str
    label: Label
    least: float


async def analyze(request: AnalyzeCommentRequest, room: WaitingRoom, scale: Scale) -> dict[str, Any]:
    """Return the answer to an analyze request; raises Refusal as Perspective would. Nothing is stored."""
    pipeline = room.pipeline
    asked = _asked(request.requested_attributes, pipeline, drop=bool(request.drop_unsupported_attributes))
    text = _text_of(request.comment)
    _check_context(request.context)
    languages = _languages(request.languages, asked, pipeline)
    pieces = sentences(text) if request.span_annotations else []
    parts = windows(text, pipeline.policy.max_characters)
    texts = [*parts, *(part for span in pieces for part in windows(text[span.start : span.end], len(text)))]
    comments = [Comment(source="perspective", thread_id="", id=str(n), text=part) for n, part in enumerate(texts)]
    verdicts = await room.judge(comments, manner=Manner(languages[0] if languages else AUTO))
    detected = verdicts[0].language if not languages else detect_all([text])[0].code
    _check_judged(verdicts[: len(parts)], asked, detected, requested=languages)
    answer: dict[str, Any] = {
        "attributeScores": _scores(text, asked, verdicts[: len(parts)], pieces, verdicts[len(parts) :], scale),
        "languages": list(request.languages or ()) or [_named(detected, pipeline)],
        "detectedLanguages": [_named(detected, pipeline)],
    }
    if request.client_token is not None:
        answer["clientToken"] = request.client_token
    return answer


def suggested(request: SuggestCommentScoreRequest) -> dict[str, float]:
    """Return the scores that a suggestion gives, by attribute; raises Refusal for one that says nothing."""
    _text_of(request.comment)
    _check_context(request.context)
    found = {
        name: scores.summary_score.value
        for name, scores in (request.attribute_scores or {}).items()
        if scores is not None and scores.summary_score is not None and scores.summary_score.value is not None
    }
    if not found:
        raise invalid("Missing attribute_scores")
    return found


def suggestion_answer(request: SuggestCommentScoreRequest) -> dict[str, Any]:
    """Return the answer to a suggestion that was taken."""
    answer: dict[str, Any] = {}
    if request.client_token is not None:
        answer["clientToken"] = request.client_token
    if request.languages:
        answer["requestedLanguages"] = request.languages
    return answer


# --- the request ---------------------------------------------------------------------------------------------------


def _asked(wanted: Mapping[str, AttributeParameters | None] | None, pipeline: Pipeline, *, drop: bool) -> list[Asked]:
    if not wanted:
        raise invalid("Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES")
    covered = pipeline.judges.classifier.labels
    asked = []
    for name, parameters in wanted.items():
        label = label_of(name, covered)
        if label is None:
            if drop:
                continue
            raise invalid(f"Unknown requested attribute: {name[:100]}")
        kind = parameters.score_type if parameters else None
        if kind not in (None, "SCORE_TYPE_UNSPECIFIED", PROBABILITY):
            raise invalid(f"Requested score type {kind} is not supported by attribute {name}")
        asked.append(Asked(name, label, (parameters.score_threshold if parameters else None) or 0.0))
    return asked


def _text_of(entry: TextEntry | None) -> str:
    text = entry.text if entry else None
    if not text or not text.strip():
        raise invalid("Comment must be non-empty.", "COMMENT_EMPTY")
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise invalid("Comment text too long.", "COMMENT_TOO_LONG")
    if entry is not None and entry.type not in (None, "TEXT_TYPE_UNSPECIFIED", "PLAIN_TEXT"):
        raise invalid("Currently, only 'PLAIN_TEXT' comments are supported")
    return text


def _check_context(context: WireContext | None) -> None:
    if context and context.entries is not None and context.article_and_parent_comment is not None:
        raise invalid("Context has entries or articleAndParentComment, not both")


def _languages(wanted: Sequence[str] | None, asked: Sequence[Asked], pipeline: Pipeline) -> list[str]:
    """Return the requested languages as codes; raises Refusal for those that no attribute is served in."""
    codes = [code.partition("-")[0].lower() for code in wanted or ()]
    known = pipeline.judges.classifier.languages
    strange = [
        given for given, code in zip(wanted or (), codes, strict=True) if known is not None and code not in known
    ]
    if strange and asked:
        raise _not_supported(asked[0], strange, requested=list(wanted or ()), detected=[])
    return codes


def _not_supported(asked: Asked, codes: Sequence[str], *, requested: Sequence[str], detected: Sequence[str]) -> Refusal:
    told = {"detectedLanguages": list(detected), "requestedLanguages": list(requested), "attribute": asked.name}
    message = f"Attribute {asked.name} does not support request languages: {', '.join(code[:20] for code in codes)}"
    return invalid(message, "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE", languageNotSupportedByAttributeError=told)


def _check_judged(
    verdicts: Sequence[Verdict], asked: Sequence[Asked], detected: str, *, requested: Sequence[str]
) -> None:
    """Raise Refusal where a score is missing: an answer without it would be read as harmless."""
    if any(verdict.status == "failed" for verdict in verdicts):
        raise Refusal(500, "The comment could not be scored.")
    missing = [one for one in asked if all(verdict.scores[LABEL_INDEX[one.label]] is None for verdict in verdicts)]
    if not missing:
        return
    if detected == UNDETERMINED:
        raise invalid("Unable to detect language", "LANGUAGE_DETECTION_FAILED")
    raise _not_supported(missing[0], [detected], requested=requested, detected=[detected])


# --- the answer ----------------------------------------------------------------------------------------------------


def _scores(
    text: str,
    asked: Sequence[Asked],
    whole: Sequence[Verdict],
    pieces: Sequence[Span],
    judged: Sequence[Verdict],
    scale: Scale,
) -> dict[str, Any]:
    scores: dict[str, Any] = {}
    places = as_utf16(text, pieces)
    for one in asked:
        value = _value(one, whole, scale)
        if value is None or value < one.least:
            continue
        scores[one.name] = {"summaryScore": _score(value)}
        if pieces:
            scores[one.name]["spanScores"] = [
                {"begin": place.start, "end": place.end, "score": _score(found)}
                for place, verdict in zip(places, judged, strict=True)
                if (found := _value(one, [verdict], scale)) is not None
            ]
    return scores


def _value(asked: Asked, verdicts: Sequence[Verdict], scale: Scale) -> float | None:
    """Return the shown score of a text: that of its worst part, where it was too long to be read at once."""
    found = [verdict.scores[LABEL_INDEX[asked.label]] for verdict in verdicts]
    known = [score for score in found if score is not None]
    return scale.shown(asked.label, max(known)) if known else None


def _score(value: float) -> dict[str, Any]:
    return {"value": round(value, _DIGITS), "type": PROBABILITY}


def _named(code: str, pipeline: Pipeline) -> str:
    """A text too short to tell was judged as the site's language, so that is what the answer says."""
    return pipeline.policy.site_language if code == UNDETERMINED else code
