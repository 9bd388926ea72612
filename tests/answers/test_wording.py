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


@pytest.mark.parametrize("language", languages())
def test_words_of_one_fact_name_properties_that_it_must_have(language: str) -> None:
    named = 0
    for type_, words in load_wording(language).facts.items():
        for phrase in (words.forward, words.reverse):
            needed = {prop.name: "it" for prop in SCHEMA.facts[type_].properties.values() if prop.required}
            for has_ended in (False, True):
                # A property that is not required would be missing some day.
                named += "it" in phrase.told(needed, has_ended=has_ended).split()
            assert "{" not in phrase.is_ + phrase.was + phrase.link + phrase.past, type_
    assert named >= 4
