"""Item -> the JSON object that the panel draws. Nothing here is markup; every text goes into a text node."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from moderation.app.panel.highlight import Run, runs
from moderation.app.panel.personal import covered
from moderation.app.panel.quoting import quoted_paragraph
from moderation.app.plain import one_line, safe_link, visible
from moderation.app.words import (
    EVENT_TITLES,
    RuleWords,
    Why,
    language_name,
    limits_reached,
    reached,
    reasons_in_words,
    shown,
)
from moderation.policy import Policy
from moderation.records import Article, AuthorRecord, Comment, Evidence, Item, Report, Verdict
from moderation.store import Around, Placed, Remark, Ruling
from moderation.taxonomy import LABEL_TITLES, LABELS, REASON_CODES, REASONS_BY_CODE, UNDETERMINED, Label
from moderation.triage import as_written

UNNAMED: Final = "Unnamed"
# Below this many decided comments a share says more about chance than about the author.
FEW: Final = 4
# Below this score a label's strongest word is the strongest of nothing.
LEAST_SPOKEN: Final = 0.1
NOTHING_AROUND: Final = Around()


def panel_item(
    item: Item, policy: Policy, rules: Mapping[str, RuleWords], around: Around = NOTHING_AROUND
) -> dict[str, Any]:
    """Return all that a moderator sees of one item, ready for JSON."""
    comment, verdict = item.comment, item.verdict
    cut = runs(comment.text, _spoken(verdict), comment.quotes)
    return {
        "id": str(item.id),  # a number in JavaScript holds 53 bits
        "revision": item.revision,
        "version": item.version,
        "state": item.state,
        "author": visible(comment.author or UNNAMED),
        "reply_to": visible(comment.reply_to) if comment.reply_to else None,
        "when": comment.created_at,
        "edited": comment.edited_at,
        "link": safe_link(comment.url),
        "likes": comment.likes,
        "dislikes": comment.dislikes,
        "reports": _reports(comment.reports),
        "runs": [_run(run, rules) for run in cut],
        "legend": [{"label": label, "title": LABEL_TITLES[label]} for label in _labels_of(cut)],
        "why": [_why(why) for why in reasons_in_words(verdict, rules)],
        "scores": _scores(verdict, policy),
        "article": _article(item.article, comment),
        "thread": [comment.source, comment.thread_id],
        "writer": [comment.source, comment.author_id, comment.author],
        "ancestors": [placed_row(placed, rules) for placed in _ancestors(item, around)],
        "replies": {"count": around.replies_count, "shown": [placed_row(one, rules) for one in around.replies]},
        "doubles": {"count": around.doubles_count, "shown": [placed_row(one, rules) for one in around.doubles]},
        "history": _history(item.author, comment),
        "facts": _facts(item),
    }


def ruling_words(ruling: Ruling, state: str) -> dict[str, Any]:
    """Return who decided an item last, and how, for the line above the comment."""
    reason = REASONS_BY_CODE.get(ruling.event.reason or "")
    return {
        "state": state,
        "what": EVENT_TITLES[ruling.event.kind],
        "by": visible(ruling.actor_name),
        "at": ruling.event.at,
        "reason": reason.title if reason else None,
        "note": visible(ruling.note) if ruling.note else None,
    }


def note_words(remark: Remark) -> dict[str, Any]:
    """Return a note of the house as the panel draws it."""
    about = "the author" if remark.about == "author" else "this comment"
    return {"by": visible(remark.by), "at": remark.at, "about": about, "text": visible(remark.text or "erased")}


def panel_reasons() -> list[dict[str, str]]:
    """Return the reason codes that a rejection may carry, with the key that picks each."""
    return [{"code": reason.code, "title": reason.title, "key": reason.key} for reason in REASON_CODES]


def _labels_of(cut: Sequence[Run]) -> list[Label]:
    """The labels that a colour stands for: one that a graver one covers throughout is not to be seen."""
    found = {run.label for run in cut}
    return [label for label in LABELS if label in found]


def _run(run: Run, rules: Mapping[str, RuleWords]) -> dict[str, Any]:
    shaped: dict[str, Any] = {"text": run.text}
    if run.hidden:
        shaped["hidden"] = True
    if run.quoted:
        shaped["quoted"] = True
    if run.personal:
        shaped["personal"] = True
    if run.label is not None:
        shaped |= {"label": run.label, "hint": "; ".join(_speaks(each, rules) for each in run.evidence)}
    return shaped


def _speaks(evidence: Evidence, rules: Mapping[str, RuleWords]) -> str:
    rule = rules.get(evidence.source.removeprefix("rule:"))
    return f"{LABEL_TITLES[evidence.label]}: {rule.title if rule else evidence.source} ({evidence.weight:.2f})"


def _why(why: Why) -> dict[str, Any]:
    return {
        "kind": why.kind,
        "label": why.label,
        "text": why.text,
        "details": list(why.details),
        "cautions": list(why.cautions),
    }


def _scores(verdict: Verdict, policy: Policy) -> dict[str, Any]:
    """Bars for the labels that have a score, and names for those that have none or on which no rule fired.

    Rules that found nothing are no measurement: `no rule` says what happened, a bar at 0.00 would claim more.
    """
    reached = limits_reached(verdict)
    bars, silent = [], []
    for label, score in zip(LABELS, verdict.scores, strict=True):
        if score == 0 and _is_by_rules(policy, verdict, label):
            silent.append(LABEL_TITLES[label])
        elif score is not None:
            bars.append(_bar(label, score, reached.get(label), _threshold(policy, verdict, label)))
    missing = [LABEL_TITLES[label] for label, score in zip(LABELS, verdict.scores, strict=True) if score is None]
    return {"bars": bars, "silent": silent, "missing": _missing(missing, verdict) if missing else None}


def _bar(label: Label, score: float, reached: str | None, limit: float | None) -> dict[str, Any]:
    """One bar. What the policy decided is in the reasons; a threshold that has moved since then must not deny it."""
    if reached is not None:
        limit = float(reached)
    elif limit is not None and score >= limit:
        limit = None
    return {
        "title": LABEL_TITLES[label],
        "value": score,
        "shown": shown(score, limit),
        "threshold": limit,
        "threshold_shown": reached or (None if limit is None else as_written(limit)),
        "over": reached is not None,
    }


def _missing(titles: Sequence[str], verdict: Verdict) -> str:
    names = ", ".join(titles).lower()
    if verdict.status == "failed":
        return f"No score, since a scorer failed or does not cover it: {names}."
    where = "" if verdict.language == UNDETERMINED else f" in {language_name(verdict.language)}"
    return f"Not covered by {verdict.classifier}{where}: {names}."


def _threshold(policy: Policy, verdict: Verdict, label: Label) -> float | None:
    return policy.asks_from(verdict.classifier, label, _judged_as(policy, verdict))


def _is_by_rules(policy: Policy, verdict: Verdict, label: Label) -> bool:
    return policy.threshold(verdict.classifier, label, _judged_as(policy, verdict)) is None


def _judged_as(policy: Policy, verdict: Verdict) -> str:
    return policy.site_language if verdict.language == UNDETERMINED else verdict.language


def _reports(reports: Sequence[Report]) -> list[dict[str, Any]]:
    counted = Counter(one_line(report.reason, 60) for report in reports)
    return [{"reason": reason, "count": count} for reason, count in counted.most_common()]


def _article(article: Article | None, comment: Comment) -> dict[str, Any] | None:
    if article is None:
        return None
    paragraph = quoted_paragraph(article.text, comment) if article.text else None
    return {
        "title": one_line(article.title or article.thread_id, 200),
        "link": safe_link(article.url),
        "site": one_line(article.site or "", 60) or None,
        "paragraph": visible(paragraph) if paragraph else None,
    }


def _spoken(verdict: Verdict) -> tuple[Evidence, ...]:
    """Return the evidence of rules, and the classifier's where it found anything worth a look."""
    heard = {label for label, score in zip(LABELS, verdict.scores, strict=True) if score and score >= LEAST_SPOKEN}
    heard.update(label for label in LABELS if label in limits_reached(verdict))
    return tuple(one for one in verdict.evidence or () if one.source.startswith("rule:") or one.label in heard)


def _ancestors(item: Item, around: Around) -> tuple[Placed, ...]:
    """What the comment answers, farthest first; the parent alone where nothing more was looked up."""
    if around.ancestors or item.parent is None:
        return around.ancestors
    return (Placed(None, None, item.parent),)


def placed_row(placed: Placed, rules: Mapping[str, RuleWords]) -> dict[str, Any]:
    """Return a comment that stands beside others, as lists and threads draw it."""
    comment = placed.comment
    # What a classifier points at where it found nothing is noise beside another comment. Where it found something, the
    # words have to be known, or those who cover slurs and threats would read them here.
    heard = reached(placed.reasons)
    told = [one for one in placed.evidence if one.source.startswith("rule:") or one.label in heard]
    return {
        "item": None if placed.item is None else str(placed.item),
        "state": placed.state,
        "author": visible(comment.author or UNNAMED),
        "when": comment.created_at,
        "runs": [_run(run, rules) for run in runs(comment.text, told, comment.quotes)],
    }


def _history(author: AuthorRecord | None, comment: Comment) -> dict[str, Any] | None:
    if author is None:
        return None
    others = [(state, other) for state, other in author.latest if other.key != comment.key]
    return {
        "comments": author.comments,
        "is_cut": author.is_cut,
        "approved": author.approved,
        "rejected": author.rejected,
        "rate": _rate(author),
        "latest": [
            {"state": state, "when": other.created_at, "text": one_line(covered(other.text), 160)}
            for state, other in others
        ],
    }


def _rate(author: AuthorRecord) -> str | None:
    """The share of what was decided that was rejected; too few decisions have no share."""
    decided = author.approved + author.rejected
    return f"{author.rejected / decided:.0%}" if decided >= FEW else None


def _facts(item: Item) -> list[str]:
    verdict, comment = item.verdict, item.comment
    language = language_name(verdict.language)
    sure = "" if verdict.language == UNDETERMINED else f" ({verdict.language_confidence:.0%} sure)"
    facts = [
        f"Item {item.id}, revision {item.revision}",
        f"Language: {language}{sure}",
        f"Scored by {verdict.classifier}",
        f"From {one_line(comment.source, 60)}",
    ]
    if comment.confidence.author < 1:
        facts.append(f"The parser is {comment.confidence.author:.0%} sure who wrote it")
    if comment.confidence.parent < 1 and comment.parent_id:
        facts.append(f"The parser is {comment.confidence.parent:.0%} sure what it answers")
    return facts
