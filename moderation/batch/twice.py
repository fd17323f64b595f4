"""`--context`: the inputs read once for what only the whole of them tells, before they are scored."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from moderation.batch.manifest import identify
from moderation.batch.request import Progress, Request
from moderation.dump import gather
from moderation.errors import UsageError
from moderation.records import Record


@contextmanager
def read_before(request: Request, told: Progress) -> Iterator[Request]:
    """Yield the request with the index of its inputs, which stays as `OUT.context` and is taken again as it is.

    Raises UsageError for standard input or a pipe, which cannot be read twice.
    """
    files = [identify(path) for path in request.inputs]
    if None in files:
        raise UsageError("`--context` reads the input twice", mend="name a file instead of standard input or a pipe")
    made_from = {
        "inputs": [dataclasses.asdict(file) for file in files if file],
        "as": request.as_format,
        "columns": dict(request.columns),
        "source": request.source_name,
    }
    with tempfile.TemporaryDirectory() as passing:
        folder = request.out.with_name(request.out.name + ".context") if request.out else Path(passing) / "context"
        crowd = gather(_records(request), folder, made_from, lambda comments: told.advance(comments, 0))
        yield replace(request, crowd=crowd)


def _records(request: Request) -> Iterator[Record]:
    for path in request.inputs:
        yield from request.records(path)
