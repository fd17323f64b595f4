"""The rules that come along: every example of every rule, alone and among all, and what each rule owes its readers."""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from moderation.lab.bench import pumps
from moderation.normalise import fold
from moderation.records import Context, Language
from moderation.rulebook import Rulebook
from moderation.rulebook.comment.block import MOST_CHARACTERS
from moderation.rulebook.examples.coverage import cover
from moderation.rulebook.examples.testing import run_example
from moderation.rulebook.files.load import read_rules
from moderation.rulebook.patterns import compiled_pattern
from moderation.rulebook.rule import Regex, Rule, fingerprint, walk
from moderation.shipped import shipped
from moderation.taxonomy import CATEGORIES, UNDETERMINED

# The day that the rules which end are judged on: a test must not begin to fail on the day when one does.
DAY = date(2026, 11, 26)
LOADED = read_rules(shipped("rules"), day=DAY)
RULES = LOADED.rules
ALL = Rulebook.of(RULES)
UNKNOWN = Language(UNDETERMINED, 0.0)
# What rules/misinformation may cite: papers read for their cues, and beside them pages about one narrative.
PAPERS = ("2004.14425", "1809.08193", "2008.08854", "2405.12566", "2109.11372")
PAGES = ("https://www.fema.gov/", "https://www.who.int/", "https://fullfact.org/", "https://www.politifact.com/")


def _rules(category: str | None = None) -> list[object]:
    return [pytest.param(rule, id=rule.id) for rule in RULES if category in (None, rule.category)]


@pytest.fixture(scope="module")
def alone() -> dict[str, Rulebook]:
    """Each rule as a rulebook of its own, by id."""
    return {rule.id: Rulebook.of([rule], every_status=True) for rule in RULES}


def test_the_files_have_no_problem() -> None:
    """The loader finds neither errors nor warnings."""
    assert [problem.render() for problem in LOADED.problems] == []


@pytest.mark.parametrize("rule", _rules())
def test_examples_alone(rule: Rule, alone: dict[str, Rulebook]) -> None:
    """Every example goes as its file says, as `moderation rules test` runs it."""
    results = [run_example(alone[rule.id], rule, example) for example in rule.tests]
    assert [result.problem and result.problem.render() for result in results if not result.passed] == []


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES if rule.live])
def test_examples_among_all_rules(rule: Rule) -> None:
    """Every example goes the same way when the words of all other rules are known, too."""
    texts, contexts = [fold(example.text) for example in rule.tests], [example.context for example in rule.tests]
    hits, failures = ALL.match(texts, contexts, [UNKNOWN] * len(texts))
    assert not failures
    found = {rule.tests[hit.row].name for hit in hits if hit.rule == rule.id}
    assert found == {example.name for example in rule.tests if example.kind in ("match", "known_fp")}


@pytest.mark.parametrize("rule", _rules())
def test_examples_decide_every_branch_and_exemption(rule: Rule) -> None:
    """The gate of docs/how-to/rules-workflow.yml, which the rules that come along pass themselves."""
    (found,) = cover([rule], kinds=("branch", "exemption"))
    assert [str(part) for part in found.undecided] == []


def test_there_are_enough_rules_of_every_category() -> None:
    """At least 120 rules, and at least twenty of each category."""
    counts = Counter(rule.category for rule in RULES)
    assert sum(counts.values()) >= 120
    assert all(counts[category] >= 20 for category in CATEGORIES)


MEND = "measure again: python -m benchmarks.rules_precision --data DIR --write, then make docs"


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    """The figures of rules/measured.json."""
    figures: dict[str, Any] = json.loads((shipped("rules") / "measured.json").read_text(encoding="utf-8"))
    return figures


def test_every_rule_was_measured_as_it_stands(measured: dict[str, Any]) -> None:
    """No figure belongs to a rule that is gone or that has matched otherwise since."""
    now = {rule.id: fingerprint(rule) for rule in RULES}
    then = {name: one["matching"] for name, one in measured["rules"].items()}
    stale = sorted({name for name, _ in set(now.items()) ^ set(then.items())})
    assert not stale, f"{MEND}: {', '.join(stale)}"


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES if rule.status == "stable"])
def test_a_stable_rule_is_precise(rule: Rule, measured: dict[str, Any]) -> None:
    """Twenty hits on open sets, nine in ten of them right."""
    told = measured["rules"][rule.id]["hits"]
    pairs = [pair for name, pair in told.items() if measured["sets"][name]["about"] == "open"]
    hits, right = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    assert hits >= 20
    assert right >= 0.9 * hits


def test_rules_of_other_languages_are_off() -> None:
    """Until somebody who speaks the language has reviewed them they are drafts, each language in a file of its own."""
    foreign = [rule for rule in RULES if rule.lang and rule.lang != ("en",)]
    assert {code for rule in foreign for code in rule.lang} == {"de", "fr", "es", "it", "pt", "nl", "ru"}
    assert [rule.id for rule in foreign if rule.live] == []
    assert all(len({rule.lang for rule in foreign if rule.location.file == r.location.file}) == 1 for r in foreign)
    assert {rule.id for rule in RULES if "languages/" in rule.location.file} == {rule.id for rule in foreign}


@pytest.mark.parametrize("code", ["de", "fr", "es", "it", "pt", "nl", "ru"])
def test_every_language_has_insults_threats_and_pitches(code: str) -> None:
    """The core of a language: insults, threats, and pitches of money or contact."""
    kinds = {rule.id.rpartition("-")[0] for rule in RULES if rule.lang == (code,)}
    assert {"tox.insult", "tox.threat", "spam.pitch"} <= kinds


def test_clean_news_comments_are_left_in_peace(measured: dict[str, Any]) -> None:
    """Of natural news comments labelled clean, rules hold fewer than one in fifty."""
    natural = measured["sets"]["natural"]
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
    papers = [one for one in rule.references if one.removeprefix("https://arxiv.org/abs/") in PAPERS]
    assert papers
    assert all(one.startswith(PAGES) for one in rule.references if one not in papers)
    example = rule.examples("match")[0]
    sourced = f"{example.text} https://www.who.int/page"
    hits, _ = Rulebook.of([rule]).match([fold(sourced)], [example.context], [UNKNOWN])
    assert hits == []


def test_a_narrative_of_one_event_ends() -> None:
    """It says of when it is and where it is answered, and is silent from its day on."""
    dated = [rule for rule in RULES if rule.expires is not None]
    later = {rule.id: rule for rule in read_rules(shipped("rules"), day=date(2030, 1, 1)).rules}

    assert len(dated) >= 3
    assert all("Told" in rule.about and "20" in rule.about for rule in dated)
    assert all(any(one.startswith(PAGES) for one in rule.references) for rule in dated)
    assert [(rule.live, later[rule.id].live) for rule in dated] == [(True, False)] * len(dated)


def test_copies_are_told_by_a_whole_dump_alone() -> None:
    """The same text fires once it is known how often it stands there, and nobody knows that of a comment alone."""
    text = "As a mother of three I can only say that the new road is the best idea in years."
    contexts = [Context(), Context(copied_times=40, copied_authors=38), Context(copied_times=40, copied_authors=1)]
    hits, _ = ALL.match([fold(text)] * 3, contexts, [UNKNOWN] * 3)

    assert {(hit.row, hit.rule) for hit in hits} == {
        (1, "spam.same-text-again"),
        (1, "spam.copied-by-many"),
        (2, "spam.same-text-again"),
    }


@pytest.mark.parametrize("rule", [p for p in _rules("toxicity") if p.id.startswith("tox.slur-")])  # type: ignore[attr-defined]
@pytest.mark.parametrize(
    "frame",
    [
        '"{}" is what they wrote on our door.',
        "> {}\nThis has to go.",
        "She was called {}",
        "Nobody should call anyone {}.",
        "Why do people still say {}?",
        "{} is a slur, take another word.",
        "Don't say {}, it hurts people.",
    ],
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


# --- hostile texts -----------------------------------------------------------------------------------------------

PATTERNS = [
    pytest.param(rule, part.pattern, id=f"{rule.id}-{at}")
    for rule in RULES
    for at, part in enumerate(part for part in walk(rule.match) if isinstance(part, Regex))
]


@pytest.mark.parametrize(("rule", "pattern"), PATTERNS)
def test_no_pattern_is_kept_busy(rule: Rule, pattern: str) -> None:
    """On texts at the input's cap that repeat what the rule looks for, a search stays below its time-out.

    CPU time, the best of three where one is over, so that a busy machine fails nothing.
    """
    for name in pumps(rule):
        text = (name.lower() * (MOST_CHARACTERS // len(name) + 1))[:MOST_CHARACTERS]
        spent = _searching(pattern, text)
        assert spent < 0.1 or min(_searching(pattern, text) for _ in range(3)) < 0.1, name


def _searching(pattern: str, text: str) -> float:
    begin = time.process_time()
    for _ in compiled_pattern(pattern).finditer(text):
        pass
    return time.process_time() - begin


# --- groups of people -------------------------------------------------------------------------------------------

GROUPS = tuple(
    """immigrants, migrants, refugees, asylum seekers, foreigners, Muslims, Jews, Arabs, Africans, Black people, Asians,
    Mexicans, Indians, Pakistanis, Turks, Syrians, Poles, Romanians, Roma, gay people, lesbians, trans people,
    homeless people, disabled people, Christians, Catholics, Hindus, Sikhs, women, old people, white people,
    Indigenous people, atheists, autistic people""".replace("\n", "").split(",")
)
# Denial, counter-speech, reports, and plain mention. What a text says of a group is no reason in itself.
FREE = (
    "I don't hate {}, I never did.",
    "Why do you hate {} so much?",
    "Nobody should hate {} for who they are.",
    "Calling {} vermin is disgusting.",
    "{} are not vermin, and they are not animals.",
    "{} are not all terrorists, and most of them are your neighbours.",
    "Not all {} are criminals, some are, like everywhere.",
    "He said that {} are rapists and he should apologise.",
    "Do you really think {} are all thieves?",
    "It is racist to say that {} don't belong here.",
    "{} should not be deported, and nobody should be.",
    "Nobody should tell {} to go back where they came from.",
    "The Nazis murdered {} and called them parasites.",
    "I am sick of the hatred against {}.",
    "We have to protect {} from people who want to kill them.",
    "We {} are used to being called scum.",
    "It isn't true that {} are vermin.",
    "I'm not saying that {} are all criminals.",
    "The leaflet says {} are parasites.",
    "He speaks of {} as animals.",
    "The lie that {} are criminals is old.",
    "According to the poster {} should all be shot.",
    "The council debates a shelter for {}.",
    "It's not {} who are ruining this country, it's the speculators.",
    "They tried to ban {} from the pool.",
)
HATEFUL = (
    "I hate {}.",
    "{} are vermin.",
    "{} are all criminals.",
    "{} should all be shot.",
    "{} are not human.",
    "{} don't belong here.",
    "No more {} in our town!",
    "The only good {} is a dead one.",
    "I think of {} as vermin.",
    "Far from here, {} are vermin.",
)


def _found(frames: tuple[str, ...]) -> dict[str, set[str]]:
    """Return the ids of the rules that hit each line, over all groups."""
    lines = [frame.format(group.strip()) for frame in frames for group in GROUPS]
    hits, _ = ALL.match([fold(line) for line in lines], [Context()] * len(lines), [Language("en", 1.0)] * len(lines))
    found: dict[str, set[str]] = {line: set() for line in lines}
    for hit in hits:
        found[lines[hit.row]].add(hit.rule)
    return found


def test_counter_speech_is_left_in_peace() -> None:
    """Whoever denies hatred, reports it, answers it or only names a group is not hit, whatever the group."""
    assert {line: rules for line, rules in _found(FREE).items() if rules} == {}


# What words cannot tell: a first name from a swear word, a word said of oneself from the same word.
NOT_SPARED = {
    "Dick Turner was the best mayor we ever had and he'd have hated a statue.",
    "A man who calls his ex a bitch in public tells us mainly about himself.",
    "If poor people are lazy, who cleans your office at five in the morning?",
    "Fat bastards' football club is looking for a keeper, any shape welcome.",
    "Yes I'm a bitch. I got the playground its fence.",
    "The song rhymes bitch with ditch, and the jury was not impressed.",
}


def test_own_sentences_are_left_in_peace() -> None:
    """Denials, counter-speech, quotations, reclaimed words, groups that are named, and 149 ordinary comments."""
    lines = (Path(__file__).parent / "quality" / "spared.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    hits, _ = ALL.match([fold(text) for text in texts], [Context()] * len(texts), [Language("en", 1.0)] * len(texts))

    assert len(texts) == 369
    assert {texts[hit.row] for hit in hits} == NOT_SPARED


def test_hatred_is_found_of_any_group() -> None:
    """The same hateful sentences are found, whoever they are about."""
    assert [line for line, rules in _found(HATEFUL).items() if not rules] == []


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
