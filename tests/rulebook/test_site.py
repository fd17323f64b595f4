"""A site's folder: shared lists, overrides, the release that it extends, rules that expire."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from moderation import __version__
from moderation.cli import cli
from moderation.errors import UsageError
from moderation.normalise import fold
from moderation.pipeline import load_pipeline
from moderation.records import Context, Language
from moderation.rulebook import Rule, Rulebook
from moderation.rulebook.examples.testing import run
from moderation.rulebook.files import releases
from moderation.rulebook.files.extends import news
from moderation.rulebook.files.load import Loaded, read_rules
from moderation.rulebook.pytest_plugin import RuleFile

UND = Language("und", 0.0)
HERE = f"builtin@{__version__}"


def _rule(name: str, terms: str, more: str = "") -> str:
    category = {"tox": "toxicity", "mis": "misinformation", "spam": "spam"}[name.partition(".")[0]]
    return (
        f"- id: {name}\n  title: Finds {name}\n  category: {category}\n  score: 0.5\n"
        f"  match: {{terms: {terms}}}\n{more}"
        "  tests: {match: [you fool], no_match: [a plain word]}\n"
    )


Files = Callable[..., Loaded]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    """Return a function that writes files into a site's folder and reads the rules of it.

    The rules that come along are three small ones here, the same code finds them.
    """
    monkeypatch.chdir(tmp_path)
    builtin = tmp_path / "package" / "rules"
    builtin.mkdir(parents=True)
    ours = [
        _rule("tox.fool", "[fool]", "  status: stable\n"),
        _rule("tox.folly", "[fool]"),
        _rule("mis.fool", "[fool]", "  status: stable\n  action: boost\n"),
    ]
    (builtin / "ours.yaml").write_text("format: 1\nrules:\n" + "".join(ours))
    monkeypatch.setattr(releases, "shipped", lambda name: tmp_path / "package" / name)

    def read(day: date | None = None, /, **files: str) -> Loaded:
        for name, text in files.items():
            path = Path("site", *name.split("__")).with_suffix(".yaml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"format: 1\n{text}")
        return read_rules(Path("site"), day=day)

    return read


def _told(loaded: Loaded) -> list[str]:
    return [f"{problem.message} / {problem.mend}" for problem in loaded.problems if problem.code != "few-innocents"]


def _fired(rules: tuple[Rule, ...], text: str) -> list[str]:
    return [hit.rule for hit in Rulebook.of(rules).match([fold(text)], [Context()], [UND])[0]]


# --- lists ---------------------------------------------------------------------------------------------------------


def test_lists_are_shared(site: Files) -> None:
    """The lists of `lists.yaml` hold for every file beside it and below, and may build on outer ones."""
    loaded = site(
        lists="lists: {rude: [fool], kind: [dear]}\n",
        one=f"rules:\n{_rule('tox.one', '$rude')}",
        deep__lists="lists: {ruder: [$rude, dolt]}\n",
        deep__two=f"rules:\n{_rule('tox.two', '$ruder')}",
        deep__three=f"lists: {{own: [$ruder, ass]}}\nrules:\n{_rule('tox.three', '$own')}",
    )

    assert loaded.errors == ()
    assert {rule.id: rule.match.terms for rule in loaded.rules if rule.match} == {  # type: ignore[union-attr]
        "tox.one": ("fool",), "tox.two": ("fool", "dolt"), "tox.three": ("fool", "dolt", "ass"),
    }  # fmt: skip
    assert _told(loaded) == ["the list `kind` is not used / remove it"]


def test_a_file_alone_knows_its_shared_lists(site: Files) -> None:
    """One file of a folder reads as it does in the folder, for `pytest FILE` and an editor's check."""
    site(lists="lists: {rude: [fool]}\n", deep__one=f"rules:\n{_rule('tox.one', '$rude')}")

    assert read_rules(Path("site/deep/one.yaml")).errors == ()


def test_a_file_alone_says_why_its_shared_lists_are_missing(site: Files) -> None:
    """Lists that cannot be read are told with their file, once, whatever was named."""
    site(lists="lists: {rude: [fool]}\n", one=f"rules:\n{_rule('tox.one', '$rude')}")
    Path("site/lists.yaml").write_bytes(b"format: 1\nlists: {rude: [f\xf6l]}\n")

    for place in ("site/one.yaml", "site"):
        told = [str(problem.at) for problem in read_rules(Path(place)).errors]
        assert told.count("site/lists.yaml:2:17") == 1


def test_a_list_that_is_wrong_is_the_only_problem(site: Files) -> None:
    """What names a list with an error in it is not doubted for having no words."""
    rule = _rule("tox.one", "[x]").replace("{terms: [x]}", "{near: {of: $rude, to: [you], words: 3}}")

    assert len(_told(site(lists="lists: {rude: ['a(s']}\n", one=f"rules:\n{rule}"))) == 1


def test_shared_lists_that_are_wrong(site: Files) -> None:
    """An unknown list gets the nearest name, a name that is taken is refused, and lists elsewhere are not shared."""
    loaded = site(
        lists="lists: {rude: [fool]}\n",
        one=f"lists: {{rude: [x]}}\nrules:\n{_rule('tox.one', '$ruud')}",
        other="lists: {more: [x]}\n",
    )

    assert {one.partition(" / ")[0] for one in _told(loaded)} >= {
        "the list `rude` stands in a `lists.yaml`, too",
        "unknown list `$ruud`",
        "a rule file has no `rules`",
    }
    assert any("did you mean `$rude`?" in one for one in _told(loaded))


# --- overrides -----------------------------------------------------------------------------------------------------


def test_overrides(site: Files) -> None:
    """A site changes score, action, status, spares words and switches off, and each value knows where it comes from."""
    loaded = site(
        overrides=f"""extends: {HERE}
overrides:
- {{rule: tox.fool, score: 0.2, action: boost, allow: [april fool(s)], because: We print jokes.}}
- {{rule: tox.folly, status: draft}}
- {{rule: mis.*, enabled: false}}
- {{rule: tox.own, enabled: true}}
""",
        own=f"rules:\n{_rule('tox.own', '[dolt]', '  status: stable' + chr(10))}",
    )
    by_id = {rule.id: rule for rule in loaded.rules}

    assert loaded.errors == ()
    assert _fired(loaded.rules, "you fool") == ["tox.fool"]
    assert _fired(loaded.rules, "april fools, dolt") == ["tox.own"]
    assert (by_id["tox.fool"].score, by_id["tox.fool"].action, by_id["tox.fool"].origin) == (0.2, "boost", HERE)
    assert [(one.key, one.was, str(one.location)) for one in by_id["tox.fool"].overridden] == [
        ("score", "0.5", "site/overrides.yaml:4:27"),
        ("action", "review", "site/overrides.yaml:4:40"),
        ("allow", "april fool(s)", "site/overrides.yaml:4:54"),
    ]
    assert [result.passed for result in run(loaded.rules)] == [True, True, True, True, True, True, False, True]


def test_examples_are_run_as_overridden(site: Files) -> None:
    """An exemption that takes away what the rule must find fails the rule's own example."""
    loaded = site(overrides=f"extends: {HERE}\noverrides:\n- {{rule: tox.fool, allow: [you fool]}}\n")

    failed = {result.name: result.problem for result in run(loaded.rules) if not result.passed}

    assert list(failed) == ["tox.fool::match[0]"]
    problem = failed["tox.fool::match[0]"]
    assert problem is not None
    place = "site/overrides.yaml:4:27"
    accept = "accept it there: `tests: {no_match: [..]}`"
    assert problem.mend == f"name what `allow` spares more narrowly at {place}, or {accept}"


def test_a_site_accepts_an_example_that_its_override_changes(site: Files) -> None:
    """An example of the override takes the place of the rule's with the same text; others stand beside the rule's."""
    loaded = site(
        overrides=f"""extends: {HERE}
overrides:
- rule: tox.fool
  allow: [you fool, april fool]
  tests:
    match: [what a fool]
    no_match: [you fool, an april fool]
"""
    )
    rule = next(rule for rule in loaded.rules if rule.id == "tox.fool")

    assert loaded.errors == ()
    assert [(one.name, one.text) for one in rule.tests] == [
        ("no_match[0]", "a plain word"),
        ("match[1]", "what a fool"),
        ("no_match[1]", "you fool"),
        ("no_match[2]", "an april fool"),
    ]
    assert all(result.passed for result in run([rule]))
    assert str(rule.tests[2].location) == "site/overrides.yaml:8:16"
    checked = CliRunner().invoke(cli, ["rules", "check", "site"])
    assert "tox.fool: tests of the site (in the place of match[0]; site/overrides.yaml:7:5)" in checked.output
    covered = CliRunner().invoke(cli, ["rules", "cover", "site", "--least", "exemption=100%"])
    assert covered.exit_code == 0, covered.output


def test_a_site_answers_for_the_cover_of_its_own_rules(site: Files) -> None:
    """What no example of a release decides is none of a site's business: its workflow would fail for ever."""
    site(
        overrides=f"extends: {HERE}\noverrides:\n- {{rule: tox.folly, score: 0.2}}\n",
        own=f"rules:\n{_rule('tox.own', '[fool]')}",
    )
    covered = CliRunner().invoke(cli, ["rules", "cover", "site", "--json"])

    assert list(json.loads(covered.stdout)["rules"]) == ["tox.own"]
    told = CliRunner().invoke(cli, ["rules", "cover", "site"])
    assert f"3 rules from `{HERE}` as they come along are left out" in told.output


def test_examples_that_a_site_adds_say_where_they_stand(site: Files) -> None:
    """Of an override that only adds examples, none of the rule's own goes."""
    loaded = site(overrides="overrides:\n- {rule: tox.own, tests: {match: [dolt]}}\n",
                  own=f"rules:\n{_rule('tox.own', '[dolt, fool]')}")  # fmt: skip

    assert [one.name for one in loaded.rules[0].tests] == ["match[0]", "no_match[0]", "match[1]"]
    checked = CliRunner().invoke(cli, ["rules", "check", "site"])
    assert "tox.own: tests of the site (beside those of the rule; site/overrides.yaml:3:26)" in checked.output


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("{rule: tox.fol, enabled: false}", "there is no rule `tox.fol` to override / did you mean `tox.fool`?"),
        ("{rule: spam.*, enabled: false}", "there is no rule `spam.*` to override"),
        ("{rule: tox.fool}", "the override of `tox.fool` changes nothing"),
        ("{rule: tox.fool, action: reject, status: experimental}", "`tox.fool` is `experimental` and may not reject"),
        ("{rule: tox.folly, action: reject}", "`tox.folly` is `experimental` and may not reject"),
        ("{rule: tox.folly, action: reject, status: stable}", "no override makes a rule `stable`"),
        ("{rule: tox.folly, status: retired}", "no override makes a rule `retired` / switch it off: `enabled: false`"),
        ("{rule: tox.fool, enabled: no}", "expected `true` or `false` / write `false`"),
        ("{rule: mis.fool, action: reject}", "`mis.fool` may not reject: a misinformation cue says nothing"),
        ("{rule: tox.*, tests: {match: [a fool]}}", "`tests` are those of one rule, and `tox.*` may be several"),
        ("{rule: tox.fool, tests: [a fool]}", "expected a map for `tests`"),
        ("{rule: tox.fool, scores: 0.1}", "unknown key `scores` in an override / did you mean `score`?"),
        ("{rule: tox.fool, score: 0.1}\n- {rule: tox.fool, score: 0.2}", "`score` of `tox.fool` is overridden twice"),
    ],
)
def test_overrides_that_are_wrong(site: Files, override: str, message: str) -> None:
    """What an override may not do is an error at its place; no override lets an unproven rule or a cue reject."""
    loaded = site(overrides=f"extends: {HERE}\noverrides:\n- {override}\n")

    assert [problem.severity for problem in loaded.errors] == ["error"]
    assert _told(loaded)[0].startswith(message)
    assert str(loaded.errors[0].at).startswith("site/overrides.yaml:")
    assert not any(rule.action == "reject" for rule in loaded.rules)


def test_an_override_of_nothing_is_told_how_to_extend_a_release(site: Files) -> None:
    """Who forgot `extends` has no other rules: a list of those that there are would be empty."""
    loaded = site(overrides="overrides:\n- {rule: tox.fool, enabled: false}\n")

    assert f"begin the file with `extends: {HERE}`" in str(loaded.errors[0].mend)


def test_a_file_alone_may_override_rules_of_others(site: Files) -> None:
    """A commit hook names single files: what is overridden may stand in another."""
    site(overrides="overrides:\n- {rule: tox.own, score: 0.2}\n", own=f"rules:\n{_rule('tox.own', '[dolt]')}")

    alone = read_rules(Path("site/overrides.yaml"))

    assert alone.errors == ()
    assert _told(alone)[0].endswith("where it stands in another file, check the folder")
    assert read_rules(Path("site")).errors == ()


def test_a_stable_rule_may_be_made_to_reject(site: Files) -> None:
    """A proven rule rejects where a site wants it to."""
    loaded = site(overrides=f"extends: {HERE}\noverrides:\n- {{rule: tox.fool, action: reject}}\n")

    assert loaded.errors == ()
    assert [rule.id for rule in loaded.rules if rule.action == "reject"] == ["tox.fool"]


def test_what_many_rules_may_not_is_told_once(site: Files) -> None:
    """Each reason with the first rule of it and the number of the others; those that may reject do."""
    loaded = site(
        overrides=f"extends: {HERE}\noverrides:\n- {{rule: '*', action: reject}}\n",
        own=f"rules:\n{_rule('tox.own', '[dolt]')}",
    )

    assert sorted(one.message for one in loaded.errors) == [
        "`mis.fool` may not reject: a misinformation cue says nothing about whether a claim is true",
        "`tox.folly` is `experimental` and may not reject; the same holds for 1 more of `*`",
    ]
    assert [rule.id for rule in loaded.rules if rule.action == "reject"] == ["tox.fool"]


@pytest.mark.parametrize(
    ("more", "doubted"),
    [("", ["`tox.*` switches off a rule of this folder, too: `tox.own`"]), ("- {rule: tox.own, enabled: true}\n", [])],
)
def test_a_rule_of_ones_own_that_is_switched_off_with_others(site: Files, more: str, doubted: list[str]) -> None:
    """Ids that begin alike take in the site's own rules; what is switched on again below is meant so."""
    loaded = site(
        overrides=f"extends: {HERE}\noverrides:\n- {{rule: tox.*, enabled: false}}\n{more}",
        own=f"rules:\n{_rule('tox.own', '[dolt]')}",
    )

    assert [(one.severity, one.message) for one in loaded.problems] == [("warning", one) for one in doubted]
    assert [rule.id for rule in loaded.rules if rule.enabled] == ["mis.fool", *(["tox.own"] if more else [])]


def test_check_and_show_say_where_a_value_comes_from(site: Files) -> None:
    """`check` lists every override, `show` names the file and what the rule itself says."""
    entries = "- {rule: tox.fool, score: 0.2}\n- {rule: mis.*, enabled: false}\n"
    site(overrides=f"extends: {HERE}\noverrides:\n{entries}")

    checked = CliRunner().invoke(cli, ["rules", "check", "site"])
    shown = CliRunner().invoke(cli, ["rules", "show", "site", "tox.fool"])

    assert (checked.exit_code, shown.exit_code) == (0, 0)
    whence = "(the rule itself says 0.5; site/overrides.yaml:4:27)"
    assert f"3 rules from `{HERE}`\ntox.fool: score 0.2 {whence}\n" in checked.output
    assert "mis.fool: enabled false (the rule itself says true; site/overrides.yaml:5:26)" in checked.output
    assert "  score: 0.2\n" in shown.output
    assert f"  overridden: score {whence}" in shown.output
    assert f"  from: {HERE}" in shown.output


def test_what_one_entry_does_to_many_rules_takes_a_line(site: Files) -> None:
    """The first of them and how many more; few are listed each."""
    own = "".join(_rule(f"spam.own-{name}", "[dolt]") for name in "abcd")
    entries = "- {rule: spam.*, enabled: false}\n- {rule: tox.*, score: 0.2}\n"
    site(overrides=f"extends: {HERE}\noverrides:\n{entries}", own=f"rules:\n{own}")

    checked = CliRunner().invoke(cli, ["rules", "check", "site"]).output

    assert "spam.own-a and 3 more: enabled false (the rule itself says true; site/overrides.yaml:4:27)" in checked
    assert "spam.own-b:" not in checked
    assert checked.count(": score 0.2 (") == 2


def test_pytest_runs_what_is_overridden(site: Files, request: pytest.FixtureRequest) -> None:
    """`pytest site/overrides.yaml` collects the rules that the file changes, and no other."""
    site(
        overrides=f"extends: {HERE}\noverrides:\n- {{rule: tox.*, score: 0.2}}\n",
        own=f"rules:\n{_rule('tox.own', '[dolt]')}",
    )

    def collected(name: str) -> list[str]:
        file = RuleFile.from_parent(request.session, path=Path("site", name).absolute())
        return [node.name for node in file.collect()]

    assert collected("overrides.yaml") == ["tox.fool", "tox.folly", "tox.own"]
    assert collected("own.yaml") == ["tox.own"]


# --- releases ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("extends", "message"),
    [
        ("builtin", "`extends` names no release"),
        ("mine@1.0.0", "`extends` names no release"),
        ("builtin@9.9.9", "the rules of `builtin@9.9.9` are not in this package"),
    ],
)
def test_what_cannot_be_extended(site: Files, extends: str, message: str) -> None:
    """A release has to be named with its version, and be here."""
    assert _told(site(site=f"extends: {extends}\n"))[0].startswith(message)


def test_what_lacks_its_release_is_told_once(site: Files) -> None:
    """Rules that are not there with a release are no mistakes of the overrides that name them."""
    loaded = site(site="extends: builtin@9.9.9\noverrides:\n- {rule: tox.fool, score: 0.2}\n")

    assert len(loaded.errors) == 1


def test_an_upgrade_changes_nothing_by_itself(site: Files, tmp_path: Path) -> None:
    """A site that extends an earlier release keeps its rules; `check` tells what the installed ones have otherwise."""
    rules = tmp_path / "package" / "rules"
    releases.pack(rules, rules / "releases" / "0.0.9.zip")
    text = (rules / "ours.yaml").read_text()
    changed = text.replace("score: 0.5", "score: 0.6", 1).replace("tox.folly", "tox.newer")
    (rules / "ours.yaml").write_text(changed)

    old = site(overrides="extends: builtin@0.0.9\noverrides:\n- {rule: tox.folly, enabled: false}\n")
    checked = CliRunner().invoke(cli, ["rules", "check", "site"])

    assert old.errors == ()
    assert [(rule.id, rule.score) for rule in old.rules][:2] == [("tox.fool", 0.5), ("tox.folly", 0.5)]
    assert str(old.rules[0].location) == "builtin@0.0.9:ours.yaml:3:7"
    assert checked.exit_code == 0
    told = (
        f"stays in force, {__version__} is installed: 1 added (tox.newer); 1 changed (tox.fool); 1 removed (tox.folly)"
    )
    assert f"site/overrides.yaml:2:10: `builtin@0.0.9` {told}" in checked.output
    assert f"`moderation rules diff builtin@0.0.9 {HERE} --corpus FILE`" in checked.output
    # The override names a rule that the new release has no more: the switch says so before anything is scored.
    new = site(overrides=f"extends: {HERE}\noverrides:\n- {{rule: tox.folly, enabled: false}}\n")
    assert _told(new)[0].startswith("there is no rule `tox.folly` to override")


def test_packing_is_repeatable(site: Files, tmp_path: Path) -> None:
    """The same rules give the same archive, so that a release can be checked."""
    rules = tmp_path / "package" / "rules"
    for name in ("a", "b"):
        releases.pack(rules, tmp_path / f"{name}.zip")

    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_examples_alone_are_no_news(site: Files) -> None:
    """Whoever upgrades wants to know what rules do, not which of them have one more example."""
    (rule,) = site(one=f"rules:\n{_rule('tox.one', '[fool]')}").rules

    assert str(news([rule], [replace(rule, tests=rule.tests[:1])])) == "0 added; 0 changed; 0 removed"
    assert news([rule], [replace(rule, title="Another")]).changed == ("tox.one",)


# --- expiry --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "fires", "told"),
    [
        (date(2026, 1, 1), True, []),
        (date(2026, 12, 5), True, ["`tox.one` expires on 2026-12-31"]),
        (date(2026, 12, 30), True, ["`tox.one` expires on 2026-12-31"]),
        (date(2026, 12, 31), False, ["`tox.one` expired on 2026-12-31 and does not fire"]),
        (date(2027, 1, 1), False, ["`tox.one` expired on 2026-12-31 and does not fire"]),
    ],
)
def test_a_rule_expires(site: Files, day: date, fires: bool, told: list[str]) -> None:
    """From its day on a rule is silent, and `check` says so from a month before; its examples are run all the same."""
    loaded = site(day, one=f"rules:\n{_rule('tox.one', '[fool]', '  expires: 2026-12-31' + chr(10))}")

    assert bool(_fired(loaded.rules, "you fool")) is fires
    assert [one.partition(" / ")[0] for one in _told(loaded)] == told
    assert all(result.passed for result in run(loaded.rules))


def test_the_day_of_a_run_is_kept(site: Files) -> None:
    """`score --day` gives the scores of that day again; the manifest has the day, the digest what it meant."""
    site(one=f"rules:\n{_rule('tox.one', '[fool]', '  expires: 2026-12-31' + chr(10))}")
    Path("in.jsonl").write_text('{"id": "1", "text": "you fool"}\n')
    digests = []
    for day, rules in (("2026-12-30", ["tox.one"]), ("2026-12-31", [])):
        asked = ["score", "in.jsonl", "--rules", "site", "--day", day, "-o", "out.jsonl"]
        assert CliRunner().invoke(cli, asked, catch_exceptions=False).exit_code == 0
        manifest = json.loads(Path("out.jsonl.manifest.json").read_text())
        assert json.loads(Path("out.jsonl").read_text())["rules"] == rules
        assert manifest["day"] == day
        digests.append(manifest["versions"]["rules"])

    assert digests[0] != digests[1]
    with pytest.raises(UsageError, match="`soon` is not a day"):
        load_pipeline(day="soon")


# --- commas --------------------------------------------------------------------------------------------------------


def test_a_number_split_by_its_comma(site: Files) -> None:
    """`[30,000]` is two items to YAML; whoever writes it means one."""
    loaded = site(one=f"rules:\n{_rule('tox.one', '[30,000 , fool, 7, 8]')}")

    assert _told(loaded) == ["`30,000` is read as `30` and `000` / write `'30,000'`"]
