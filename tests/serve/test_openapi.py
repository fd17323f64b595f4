"""The OpenAPI document is true: what schemathesis makes of it, the server answers as it says."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from moderation.serve.server import make_server
from moderation.serve.settings import Settings

SCHEMA = schemathesis.openapi.from_asgi(
    "/openapi.json", make_server(Settings(scale="calibrated", loading={"classifier": "constant.v1"}))
)


@pytest.mark.filterwarnings("ignore")
@SCHEMA.parametrize()
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_every_call_answers_as_documented(case: schemathesis.Case) -> None:
    """No server error, no status and no body that the document does not have; the checks raise where one is."""
    answer = case.call_and_validate(checks=[not_a_server_error, status_code_conformance, response_schema_conformance])

    assert answer.status_code < 500
