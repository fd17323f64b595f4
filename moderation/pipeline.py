"""The stages in order, and the one place where parser output, models, rules and policy are put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Unpack

from moderation.classify import CLASSIFIERS, load_classifier
from moderation.classify.given import GivenOptions
from moderation.errors import PolicyError, UsageError
from moderation.explain import explain
from moderation.language import detect_all
from moderation.normalise import fold
from moderation.policy import Policy, load_policy
from moderation.records import Comment, Context, Folded, Hit, Language, ScoreTable, Verdict, Versions
from moderation.rulebook import Rulebook
from moderation.rulebook import load as load_rules
from moderation.score import Judges, score
from moderation.shipped import shipped
from moderation.stopwatch import UNWATCHED, Stopwatch
from moderation.triage import Coverage, is_skipped, skipped, triage

AUTO: Final = "auto"


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Everything that a score depends on, loaded once; safe to share between threads."""

    policy: Policy
    judges: Judges
    language: str = AUTO

    @property
    def versions(self) -> Versions:
        """Names and digests of what makes the scores."""
        classifier = self.judges.classifier
        return Versions(classifier.name, classifier.digest, self.judges.rulebook.digest, self.policy.digest)

    @property
    def coverage(self) -> Coverage:
        """The classifier's name and labels, as triage needs them."""
        return Coverage(self.judges.classifier.name, frozenset(self.judges.classifier.labels))

    def judge(
        self,
        comments: Sequence[Comment],
        contexts: Sequence[Context] | None = None,
        *,
        explained: bool = False,
        watch: Stopwatch = UNWATCHED,
    ) -> list[Verdict]:
        """Return one verdict per comment, in order; with `explained`, each with its evidence."""
        around = contexts if contexts is not None else [_alone(comment) for comment in comments]
        rows = [row for row, comment in enumerate(comments) if not is_skipped(comment)]
        work = Work(tuple(comments[row] for row in rows), tuple(around[row] for row in rows), watch)
        for name, stage in STAGES:
            if name != "explain" or explained:
                work = stage(self, work)
                watch.lap(name)
        judged = dict(zip(rows, work.verdicts, strict=True))
        name = self.judges.classifier.name
        return [judged.get(row) or skipped(comment, name) for row, comment in enumerate(comments)]


_NOWHERE: Final = Context()


def _alone(comment: Comment) -> Context:
    """Return the context of a comment of which nothing else is known."""
    return Context(quotes=comment.quotes) if comment.quotes else _NOWHERE


@dataclass(frozen=True, slots=True)
class Work:
    """A batch on its way through the stages; each fills in what it is for."""

    comments: tuple[Comment, ...]
    contexts: tuple[Context, ...]
    watch: Stopwatch = UNWATCHED
    texts: tuple[Folded, ...] = ()
    languages: tuple[Language, ...] = ()
    table: ScoreTable | None = None
    verdicts: tuple[Verdict, ...] = ()


def _normalise(pipeline: Pipeline, work: Work) -> Work:
    limit = pipeline.policy.max_characters
    folded = (fold(comment.text[:limit]) for comment in work.comments)
    return replace(work, texts=tuple(folded))


def _identify(pipeline: Pipeline, work: Work) -> Work:
    if pipeline.language != AUTO:
        return replace(work, languages=(Language(pipeline.language, 1.0),) * len(work.comments))
    return replace(work, languages=tuple(detect_all([text.original for text in work.texts])))


def _score(pipeline: Pipeline, work: Work) -> Work:
    policy = pipeline.policy
    too_long = [len(comment.text) > policy.max_characters for comment in work.comments]
    table = score(
        pipeline.judges,
        work.texts,
        work.contexts,
        work.languages,
        site_language=policy.site_language,
        too_long=too_long,
        watch=work.watch,
    )
    return replace(work, table=table)


def _decide(pipeline: Pipeline, work: Work) -> Work:
    assert work.table is not None
    verdicts = triage(work.comments, work.table, pipeline.policy, pipeline.coverage, work.contexts)
    return replace(work, verdicts=tuple(verdicts))


def _explain(pipeline: Pipeline, work: Work) -> Work:
    assert work.table is not None
    hits: dict[int, list[Hit]] = {}
    for hit in work.table.hits:
        hits.setdefault(hit.row, []).append(hit)
    classifier = pipeline.judges.classifier
    explained = (
        explain(verdict, text, hits.get(row, ()), classifier)
        for row, (verdict, text) in enumerate(zip(work.verdicts, work.texts, strict=True))
    )
    return replace(work, verdicts=tuple(explained))


Stage = Callable[[Pipeline, Work], Work]
STAGES: Final[tuple[tuple[str, Stage], ...]] = (
    ("normalise", _normalise),
    ("language", _identify),
    ("score", _score),
    ("triage", _decide),
    ("explain", _explain),
)


def day_of(text: str | None) -> date | None:
    """Return the day that `YYYY-MM-DD` names, None without a text; raises UsageError for anything else."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"`{text}` is not a day", mend="write it as `2026-11-23`") from None


def load_pipeline(
    *,
    rules: str | Path | None = None,
    policy: str | Path | None = None,
    classifier: str | None = None,
    language: str = AUTO,
    day: str | None = None,
    **given: Unpack[GivenOptions],
) -> Pipeline:
    """Load rules, policy and classifier, the shipped ones by default; raises what their loaders raise.

    A folder of rules brings its own policy.toml where it has one. `language` is `auto` or a code that every
    comment is taken to be in. `day` (`YYYY-MM-DD`, today without) is the day on which rules that expire are judged:
    the same day, the same scores. `checkpoint` and `config` are for classifiers whose weights are not in the package,
    `device` (`cpu` or `cuda`) is where transformers run; `allow_download` lets those that are published be fetched.
    """
    folder = Path(rules) if rules is not None else shipped("rules")
    own_policy = folder / "policy.toml"
    decisions = load_policy(Path(policy) if policy is not None else own_policy if own_policy.is_file() else None)
    name = classifier or decisions.classifier
    if name in CLASSIFIERS and not decisions.knows(name):  # a mistyped name is for the loader to say
        raise PolicyError(
            f"policy `{decisions.name}` has no thresholds for the classifier `{name}`",
            mend=f'add a table `[thresholds."{name}".any]` to the policy file',
        )
    if language != AUTO and not re.fullmatch("[a-z]{2,3}", language):
        raise UsageError(f"`{language}` is not a language code", mend="give `auto` or a code such as `en`")
    judge = load_classifier(name, **given)
    return Pipeline(decisions, Judges(judge, load_rules(folder, day=day_of(day))), language)


def load_beside(policy: Policy, rulebook: Rulebook, loading: Mapping[str, Any]) -> Pipeline:
    """Make, in another process, the pipeline that `load_pipeline(**loading)` gave with this policy and rulebook.

    Rules and policy travel, so that they are the same even where their files have changed since, and reading 34 rule
    files takes 0.2 s of CPU; the classifier is loaded.
    """
    given = {name: loading[name] for name in GivenOptions.__annotations__ if name in loading}
    classifier = load_classifier(loading.get("classifier") or policy.classifier, **given)
    return Pipeline(policy, Judges(classifier, rulebook), loading.get("language") or AUTO)
