"""moderation cite."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click
import orjson
import yaml

from moderation import __version__
from moderation.cli.options import judging, loading_of
from moderation.cli.printing import echo_json
from moderation.errors import InputError
from moderation.pipeline import load_pipeline
from moderation.shipped import shipped

_DIGESTS: Final = ("model", "rules", "policy")


@click.command(name="cite")
@click.argument("manifest", required=False, type=click.Path(path_type=Path), metavar="[OUT.manifest.json]")
@judging
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(manifest: Path | None, as_json: bool, **options: Any) -> None:
    """Say what made scores, and how to cite it: versions, digests, BibTeX.

    With the manifest of a run, what made that run; without, what would make one now.
    """
    made = _of_run(manifest) if manifest else _of_now(options)
    work = yaml.safe_load(shipped("CITATION.cff").read_text(encoding="utf-8"))
    if as_json:
        echo_json({**made, "citation": _plainly(work, made["version"])})
    else:
        click.echo(_in_words(made, work))


def _of_now(options: Mapping[str, Any]) -> dict[str, Any]:
    return {"version": __version__, "versions": dataclasses.asdict(load_pipeline(**loading_of(options)).versions)}


def _of_run(path: Path) -> dict[str, Any]:
    try:
        found = orjson.loads(path.read_bytes())
        return {
            "version": str(found["version"]),
            "versions": {name: str(found["versions"][name]) for name in ("classifier", *_DIGESTS)},
            "inputs": [str(one["sha256"]) if one else None for one in found["inputs"]],
        }
    except OSError as error:
        what = (error.strerror or type(error).__name__).lower()
        raise InputError(f"cannot read `{path}`: {what}", mend="name the OUT.manifest.json of a run") from None
    except (ValueError, KeyError, TypeError):
        raise InputError(f"`{path}` is no manifest", mend="name the OUT.manifest.json of a run") from None


def _in_words(made: Mapping[str, Any], work: Mapping[str, Any]) -> str:
    versions = made["versions"]
    lines = [f"moderation  {made['version']}", f"classifier  {versions['classifier']}"]
    lines += [f"{name:<12}sha256:{versions[name]}" for name in _DIGESTS]
    lines += [f"input       {f'sha256:{digest}' if digest else 'standard input'}" for digest in made.get("inputs", ())]
    cited = _plainly(work, made["version"])
    note = f"classifier {versions['classifier']}, " + ", ".join(f"{name} {versions[name][:12]}" for name in _DIGESTS)
    work_itself = f"{cited['title']} (version {cited['version']}) [Computer software]. {cited['license']}."
    return "\n".join([
        *lines,
        "",
        f"{cited['authors']} ({cited['year']}). {work_itself} Scores by {note}.",
        "",
        f"@software{{moderation_{cited['version'].replace('.', '_')},",
        f"  author  = {{{{{cited['authors']}}}}},",
        f"  title   = {{{cited['title']}}},",
        f"  year    = {{{cited['year']}}},",
        f"  version = {{{cited['version']}}},",
        f"  license = {{{cited['license']}}},",
        f"  note    = {{Scores by {note}}},",
        "}",
    ])  # fmt: skip


def _plainly(work: Mapping[str, Any], version: str) -> dict[str, str]:
    """Return the fields of CITATION.cff that a reference has; the version is that of what made the scores."""
    names = [author.get("name") or f"{author['given-names']} {author['family-names']}" for author in work["authors"]]
    released = str(work["date-released"])
    return {
        "authors": " and ".join(names), "title": work["title"], "year": released[:4], "version": version,
        "license": work["license"],
    }  # fmt: skip
