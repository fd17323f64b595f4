"""Times of exports to UTC."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.parse.times import utc


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-05-01T12:00:00Z", "2024-05-01T12:00:00Z"),
        ("2024-05-01T12:00:00+02:00", "2024-05-01T10:00:00Z"),
        ("2024-05-01 12:00:00", "2024-05-01T12:00:00Z"),
        ("2024-05-01 12:00:00 UTC", "2024-05-01T12:00:00Z"),
        ("2024-05-01T12:00:00.250Z", "2024-05-01T12:00:00.250000Z"),
        ("2024-05-01", "2024-05-01T00:00:00Z"),
        ("Wed, 01 May 2024 12:00:00 +0200", "2024-05-01T10:00:00Z"),
        ("01.05.2024 12:00", "2024-05-01T12:00:00Z"),
        ("1 May 2024", "2024-05-01T00:00:00Z"),
        ("May 1, 2024", "2024-05-01T00:00:00Z"),
        (1714557600, "2024-05-01T10:00:00Z"),
        ("1714557600", "2024-05-01T10:00:00Z"),
        (1714557600.0, "2024-05-01T10:00:00Z"),
        (1714557600000, "2024-05-01T10:00:00Z"),
        ("3 mai 2024 à 19 h 12 min", "2024-05-03T19:12:00Z"),
        ("Donnerstag, 2. Mai 2024, 08:00 MESZ", "2024-05-02T06:00:00Z"),
        ("3 de mayo de 2024 a las 7:12 pm", "2024-05-03T19:12:00Z"),
        ("4 ago 2024 - 08:19 h", "2024-08-04T08:19:00Z"),
        ("8 mag 2024", "2024-05-08T00:00:00Z"),
        ("3 мая 2024 г. в 12:30", "2024-05-03T12:30:00Z"),
        ("4 maja 2024 r. o 10:15", "2024-05-04T10:15:00Z"),
        ("3. května 2024 v 12:30", "2024-05-03T12:30:00Z"),
        ("3. toukokuuta 2024 klo 12:30", "2024-05-03T12:30:00Z"),
        ("3 Mayıs 2024 saat 12:30", "2024-05-03T12:30:00Z"),
        ("måndag 5 augusti 2024 kl. 07:05", "2024-08-05T07:05:00Z"),
        ("3. desember 2023 kl. 12.30", "2023-12-03T12:30:00Z"),
        ("3 May 2024 7:12 PM PDT", "2024-05-04T02:12:00Z"),
        ("Mon May 6 10:11:12 2024", "2024-05-06T10:11:12Z"),
        ("2024-05-01 10:00:00 +0000 UTC", "2024-05-01T10:00:00Z"),
        ("2024-05-01 12:00:00.5 +0200 CEST", "2024-05-01T10:00:00.500000Z"),
        ("20240501T100000Z", "2024-05-01T10:00:00Z"),
        ("Wed May 01 10:00:00 +0000 2024", "2024-05-01T10:00:00Z"),
        ("Wed May 01 2024 12:00:00 GMT+0200 (Central European Summer Time)", "2024-05-01T10:00:00Z"),
        ("/Date(1714557600000)/", "2024-05-01T10:00:00Z"),
        ("2024年5月1日(水) 10:05", "2024-05-01T10:05:00Z"),
        ("2024년 5월 1일", "2024-05-01T00:00:00Z"),
        ("١٢ مايو", None),
        ("12.03.2567", None),
        ("2567-03-12", None),
        ("2567-03-12T10:00:00Z", None),
        ("5784-01-01", None),
        ("1445-10-22", None),
        ("1403/02/12", None),
        ("令和6年5月1日", None),
        ("113年5月1日", None),
        ("31 February 2024", None),
        ("May 3, 2024 or so", None),
        ("03/04/2024", None),
        ("20240501", None),
        ("2024", None),
        ("3 days ago", None),
        ("0001-01-01T00:00:00Z", None),
        ("0000-00-00 00:00:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        (True, None),
        (None, None),
        ("", None),
        (float("nan"), None),
    ],
)
def test_times(value: object, expected: str | None):
    """What is clear is normalised, what is not is None."""
    assert utc(value) == expected


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.datetimes().map(str)))
def test_a_time_read_twice_is_the_same(value: object):
    """Any value gives a time or None, and the time reads as itself."""
    found = utc(value)
    assert found is None or utc(found) == found
