"""`/docs`: the calls on one page without scripts; the usual viewers load theirs from the network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

_STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2.5rem; border-top: 1px solid #8884; padding-top: 1rem; }
code, pre { font: 14px/1.4 ui-monospace, monospace; }
pre { background: #8882; padding: .75rem 1rem; border-radius: 6px; overflow-x: auto; white-space: pre-wrap; }
.verb { color: #1668c7; font-weight: 600; } @media (prefers-color-scheme: dark) { .verb { color: #7db7ff; } }
"""


def docs_page(openapi: Mapping[str, Any], base_url: str) -> str:
    """Return the page for a server that is reached at `base_url`."""
    head = f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(openapi['info']['title'])}</title>"
    viewport = '<meta name=viewport content="width=device-width">'
    intro = (
        f"<h1>{escape(openapi['info']['title'])}</h1><p>{escape(openapi['info']['description'])}</p>"
        '<p>For tools: <a href="openapi.json">openapi.json</a>,'
        ' <a href="$discovery/rest?version=v1alpha1">discovery document</a>.</p>'
    )
    return f"{head}{viewport}<style>{_STYLE}</style>{intro}{''.join(_calls(openapi, base_url.rstrip('/')))}</html>"


def _calls(openapi: Mapping[str, Any], base: str) -> Iterator[str]:
    answers: dict[str, Any] = {}
    for path, verbs in openapi["paths"].items():
        for verb, call in verbs.items():
            yield f"<h2><span class=verb>{verb.upper()}</span> <code>{escape(path)}</code></h2>"
            yield f"<p>{escape(call.get('description') or call.get('summary', ''))}</p>"
            example = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
            if example is not None:
                body = json.dumps(example, ensure_ascii=False)
                yield f"<pre>curl '{escape(base + path)}' -H 'Content-Type: application/json' -d '{escape(body)}'</pre>"
            answers |= call["responses"]
    refused = {code: answer["description"] for code, answer in answers.items() if not code.startswith("2")}
    items = "".join(f"<li><code>{code}</code> {escape(what)}</li>" for code, what in sorted(refused.items()))
    yield f"<h2>What else a call may answer</h2><p>In the envelope that Perspective's clients read.</p><ul>{items}</ul>"
