"""Every language has words for the whole model, and languages agree in what they have."""

import pytest

from muninet.answers.wording import languages, load_wording
from muninet.errors import ParameterError
from muninet.model import load_schema

SCHEMA = load_schema()


def test_english_is_there() -> None:
    assert "en" in languages()


@pytest.mark.parametrize("language", languages())
def test_every_fact_type_and_qualifier_has_words(language: str) -> None:
    wording = load_wording(language)
    assert set(wording.facts) == set(SCHEMA.facts)
    for type_, fact in SCHEMA.facts.items():
        qualifiers = {value for prop in fact.properties.values() for value in prop.qualifiers}
        assert set(wording.facts[type_].qualified) == qualifiers, type_


@pytest.mark.parametrize("language", languages())
def test_there_are_twelve_months(language: str) -> None:
    assert len(set(load_wording(language).dates.months)) == 12


def test_an_unknown_language_is_refused_with_those_there_are() -> None:
    with pytest.raises(ParameterError, match="'xx' is not one of the languages there are: en"):
        load_wording("xx")
