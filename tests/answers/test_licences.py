"""Leaving out what rests on a licence, and saying which licences an answer rests on."""

import pytest

from muninet.answers import Questions
from muninet.errors import UnknownLicenceError

TABLE = "gcom-mycovenant-2024-01"
CEESEN = {"to": "climate-alliance", "via": "ceesen", "limit": "1000"}


async def test_an_answer_says_under_which_licences_its_sources_are(questions: Questions) -> None:
    answer = await questions.links(CEESEN)
    by_licence = {one.licence: one.sources for one in answer.licences}
    assert by_licence["CC-BY-4.0"] == [TABLE]
    # What states no licence comes last, and every source is under one of them.
    assert answer.licences[-1].licence is None
    assert sorted(source for sources in by_licence.values() for source in sources) == sorted(answer.sources)


async def test_without_the_licence_of_the_table_its_signatories_go(questions: Questions) -> None:
    answer = await questions.links({**CEESEN, "without_licence": ["CC-BY-4.0"]})
    assert (answer.total, answer.routes, answer.groups) == (0, [], [])


async def test_what_rests_on_other_sources_stays(questions: Questions) -> None:
    meeting = {"event": "b40-sarajevo-meeting-2022"}
    whole = await questions.query("event/participants", meeting)
    free = await questions.query("event/participants", {**meeting, "without_licence": ["CC-BY-4.0"]})
    assert free.rows == whole.rows
    assert free.rows


async def test_none_stands_for_sources_that_state_no_licence(questions: Questions) -> None:
    answer = await questions.query("network/members", {"network": "b40", "at": "any", "without_licence": ["none"]})
    # Who belongs to B40 is told by B40 and by newspapers, under no licence.
    assert answer.rows == []


async def test_a_licence_that_no_source_has_is_refused_with_those_there_are(questions: Questions) -> None:
    with pytest.raises(UnknownLicenceError, match=r"CC-BY-4\.0") as caught:
        await questions.query("network/members", {"without_licence": ["CC-BY-SA-4.0"]})
    assert caught.value.parameter == "without_licence"
