"""The rules that come along: every example of every rule, alone and among all, and what each rule owes its readers."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from moderation.normalise import fold
from moderation.records import Context, Language
from moderation.rulebook import Rulebook
from moderation.rulebook.load import read_rules
from moderation.rulebook.rule import Example, Rule, fingerprint
from moderation.rulebook.testing import run_example
from moderation.shipped import shipped
from moderation.taxonomy import CATEGORIES, UNDETERMINED

LOADED = read_rules(shipped("rules"))
RULES = LOADED.rules
ALL = Rulebook.of(RULES)
UNKNOWN = Language(UNDETERMINED, 0.0)
# What rules/misinformation may cite: papers read for their cues.
PAPERS = ("2004.14425", "1809.08193", "2008.08854", "2405.12566", "2109.11372")
EXAMPLES = [pytest.param(rule, e, id=f"{rule.id}::{e.name}") for rule in RULES for e in rule.tests]


def _rules(category: str | None = None) -> list[object]:
    return [pytest.param(rule, id=rule.id) for rule in RULES if category in (None, rule.category)]


@pytest.fixture(scope="module")
def alone() -> dict[str, Rulebook]:
    """Each rule as a rulebook of its own, by id."""
    return {rule.id: Rulebook.of([rule], every_status=True) for rule in RULES}


def test_the_files_have_no_problem() -> None:
    """The loader finds neither errors nor warnings."""
    assert [problem.render() for problem in LOADED.problems] == []


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example_alone(rule: Rule, example: Example, alone: dict[str, Rulebook]) -> None:
    """An example goes as its file says, as `moderation rules test` runs it."""
    result = run_example(alone[rule.id], rule, example)
    assert result.passed, result.problem and result.problem.render()


@pytest.mark.parametrize(("rule", "example"), [p for p in EXAMPLES if p.values[0].live])
def test_example_among_all_rules(rule: Rule, example: Example) -> None:
    """An example goes the same way when the words of all other rules are known, too."""
    hits, failures = ALL.match([fold(example.text)], [example.context], [UNKNOWN])
    assert not failures
    assert (rule.id in {hit.rule for hit in hits}) is (example.kind in ("match", "known_fp"))


def test_there_are_enough_rules_of_every_category() -> None:
    """At least 120 rules, and at least twenty of each category."""
    counts = Counter(rule.category for rule in RULES)
    assert sum(counts.values()) >= 120
    assert all(counts[category] >= 20 for category in CATEGORIES)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES if rule.status == "stable"])
def test_a_stable_rule_has_been_measured_as_it_stands(rule: Rule) -> None:
    """Twenty hits on open sets, nine in ten right, and what it matches has not changed since."""
    figures = json.loads((shipped("rules") / "measured.json").read_text(encoding="utf-8"))
    told = figures["rules"][rule.id]
    pairs = [pair for name, pair in told["hits"].items() if figures["sets"][name]["about"] == "open"]
    hits, right = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    assert told["matching"] == fingerprint(rule), "measure it again: python -m benchmarks.rules_precision --write"
    assert hits >= 20
    assert right >= 0.9 * hits


def test_rules_of_other_languages_are_off() -> None:
    """Until somebody who speaks the language has reviewed them they are drafts, each language in a file of its own."""
    foreign = [rule for rule in RULES if rule.lang and rule.lang != ("en",)]
    assert {code for rule in foreign for code in rule.lang} == {"de", "fr", "es", "it", "pt", "nl", "ru"}
    assert [rule.id for rule in foreign if rule.live] == []
    assert all(len({rule.lang for rule in foreign if rule.location.file == r.location.file}) == 1 for r in foreign)
    assert {rule.id for rule in RULES if "languages/" in rule.location.file} == {rule.id for rule in foreign}


def test_clean_news_comments_are_left_in_peace() -> None:
    """Of natural news comments labelled clean, rules hold fewer than one in fifty."""
    natural = json.loads((shipped("rules") / "measured.json").read_text(encoding="utf-8"))["sets"]["natural"]
    assert natural["clean_held"] < 0.02 * (natural["rows"] - natural["positive"])


def test_ids_and_titles_are_unique() -> None:
    """No id and no title stands twice."""
    assert max(Counter(rule.id for rule in RULES).values()) == 1
    assert max(Counter(rule.title.lower() for rule in RULES).values()) == 1


@pytest.mark.parametrize("rule", _rules())
def test_a_rule_has_three_matches_and_as_many_near_misses(rule: Rule) -> None:
    """Three texts that it finds at least, and no fewer that it spares."""
    wanted, spared = len(rule.examples("match")), len(rule.examples("no_match"))
    assert wanted >= 3
    assert spared >= wanted


@pytest.mark.parametrize("rule", _rules())
def test_a_rule_explains_itself(rule: Rule) -> None:
    """A sentence for the author, the false positives that are known, and the day it was added."""
    assert rule.why.endswith(".")
    assert rule.falsepositives
    assert rule.added is not None


@pytest.mark.parametrize("rule", _rules())
def test_no_rule_rejects(rule: Rule) -> None:
    """A rule that comes along raises a comment or asks for a person; to reject is for the site to say."""
    assert rule.action in ("boost", "review")


@pytest.mark.parametrize("rule", _rules("misinformation"))
def test_a_cue_says_that_it_is_one(rule: Rule) -> None:
    """A misinformation cue disclaims truth, cites a paper, and spares comments that give a link."""
    assert "cue that a claim may deserve a check" in rule.about
    assert "says nothing about whether the claim is true" in rule.about
    assert rule.references
    assert all(reference.removeprefix("https://arxiv.org/abs/") in PAPERS for reference in rule.references)
    example = rule.examples("match")[0]
    sourced = f"{example.text} https://www.who.int/page"
    hits, _ = Rulebook.of([rule]).match([fold(sourced)], [example.context], [UNKNOWN])
    assert hits == []


@pytest.mark.parametrize("rule", [p for p in _rules("toxicity") if p.id.startswith("tox.slur-")])  # type: ignore[attr-defined]
@pytest.mark.parametrize(
    "frame", ['"{}" is what they wrote on our door.', "> {}\nThis has to go.", "She was called {}"]
)
def test_slurs_are_spared_where_they_are_reported(rule: Rule, frame: str) -> None:
    """Who quotes or reports abuse is not the abuser."""
    words = ["a " + _slur(rule)]
    hits, _ = ALL.match([fold(frame.format(word)) for word in words], [Context()], [UNKNOWN])
    assert rule.id not in {hit.rule for hit in hits}


def _slur(rule: Rule) -> str:
    """Return the words that the rule marks in its first example."""
    example = rule.examples("match")[0]
    hits, _ = Rulebook.of([rule]).match([fold(example.text)], [example.context], [UNKNOWN])
    span = hits[0].spans[0]
    return example.text[span.start : span.end]


# --- the demo comments -------------------------------------------------------------------------------------------


def _gazette() -> list[dict[str, object]]:
    path: Path = shipped("seeds") / "gazette.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_demo_replies_answer_earlier_comments_of_their_thread() -> None:
    """Every comment stands under an article, every reply after the comment that it answers."""
    threads = {r["thread_id"] for r in _gazette() if r["record"] == "article"}
    seen: dict[object, dict[str, object]] = {}
    for record in (r for r in _gazette() if r["record"] == "comment"):
        assert record["thread_id"] in threads
        assert record["id"] not in seen
        if record["parent_id"] is not None:
            parent = seen[record["parent_id"]]
            assert (parent["thread_id"], parent["author"]) == (record["thread_id"], record["reply_to"])
            assert str(parent["created_at"]) < str(record["created_at"])
        seen[record["id"]] = record
    assert len(seen) > 150


def test_demo_comments_are_mostly_left_alone() -> None:
    """The rules fire on some of the demo comments, as in a real comment section, and on few that readers liked."""
    articles = {r["thread_id"]: str(r["text"]) for r in _gazette() if r["record"] == "article"}
    comments = [r for r in _gazette() if r["record"] == "comment"]
    texts = [fold(str(r["text"])) for r in comments]
    contexts = [Context(article_text=articles[r["thread_id"]]) for r in comments]
    hits, failures = ALL.match(texts, contexts, [Language("en", 0.9)] * len(texts))
    rows = {hit.row for hit in hits}
    assert not failures
    assert 0.15 < len(rows) / len(comments) < 0.35
    liked = [row for row in rows if int(str(comments[row]["likes"])) >= 25 and comments[row]["dislikes"] in (0, 1)]
    assert len(liked) <= 2
