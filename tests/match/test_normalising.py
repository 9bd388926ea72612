"""Names in many scripts, and what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from muninet.match import TableError, name_form
from muninet.match.normalising import plain_form
from muninet.match.vocabulary import read_vocabulary, standard_vocabulary


@pytest.mark.parametrize(
    ("name", "country", "words", "kinds"),
    [
        ("Municipality of Arta", "GR", "arta", "municipality"),
        ("Δήμος Πάργας", "GR", "pargas", "municipality"),
        ("ΔΗΜΟΣ ΞΗΡΟΜΕΡΟΥ", "GR", "xiromeroy", "municipality"),
        ("Општина Ресен", "MK", "resen", "municipality"),
        ("Община Троян", "BG", "troyan", "municipality"),
        ("Град Ниш", "RS", "nish", "city"),
        ("Općina Stari Jankovci", "HR", "stari jankovci", "municipality"),
        ("GRAD SLAVONSKI BROD", "HR", "slavonski brod", "city"),
        ("Mestna občina Celje", "SI", "celje", "city"),
        ("İNEGÖL BELEDİYESİ", "TR", "inegol", "municipality"),
        ("Muğla Büyükşehir Belediyesi", "TR", "mugla", "metropolitan"),
        ("İzmir Metropolitan Municipality", "TR", "izmir", "metropolitan municipality"),
        ("Comune di Todi", "IT", "todi", "municipality"),
        ("Unione dei Comuni del Frignano", "IT", "frignano", "union"),
        ("Communauté d'Agglomération de Nevers", "FR", "nevers", "union"),
        ("Eurométropole de STRASBOURG", "FR", "strasbourg", "metropolitan"),
        ("Ville de La Rochelle", "FR", "la rochelle", "city"),
        ("Veszprém Vármegyei Önkormányzat", "HU", "veszprem", "county"),
        ("Szeged Megyei Jogú Város", "HU", "szeged", "city"),
        ("Primăria orașului Cimișlia", "MD", "cimislia", "city"),
        ("Ialoveni (Rayon)", "MD", "ialoveni", "district"),
        ("Laois County Council", "IE", "laois", "county"),
        ("County Laois", "IE", "laois", "county"),
        ("Lviv city territorial community", "UA", "lviv", "municipality"),
        ("Slunj, Rakovica, Cetingrad", "HR", "slunj rakovica cetingrad", "group"),
        ("Alfonsine 2030", "IT", "alfonsine", ""),
        ("Novi Grad", "BA", "novi grad", ""),
        ("Crăciunelu de Jos", "RO", "craciunelu de jos", ""),
        ("Piazzola sul Brenta", "IT", "piazzola sul brenta", ""),
        ("Istočno Sarajevo", "BA", "east sarajevo", ""),
        ("St. Vith", "BE", "saint vith", ""),
        ("Sankt Vith", "BE", "saint vith", ""),
        ("Grad", "SI", "grad", ""),
        ("", None, "", ""),
        ("( )", None, "", ""),
    ],
)
def test_words_and_kinds(name: str, country: str | None, words: str, kinds: str) -> None:
    form = name_form(name, country)
    assert (" ".join(form.words), form.kinds) == (words, frozenset(kinds.split()))


@pytest.mark.parametrize(
    ("one", "other", "country"),
    [
        ("İstanbul", "ISTANBUL", "TR"),
        ("Iğdır", "Igdir", "TR"),
        ("Thessaloniki", "Θεσσαλονίκη", "GR"),
        ("Chalkida", "Χαλκίδα", "GR"),
        ("Skopje", "Скопје", "MK"),
        ("Šumen", "Шумен", "BG"),
        ("Horlivka", "Gorlivka", "UA"),
        ("Kamianets-Podilskyi", "Kamyanets-Podilsky", "UA"),
        ("Köln", "Koeln", "DE"),
        ("Ålesund", "Aalesund", "NO"),
        ("Århus", "Aarhus", "DK"),
        ("Kočani", "Kochani", "MK"),
        ("Tripoli", "Tripolis", "GR"),
        ("Aigaleo", "Egaleo", "GR"),
        ("Šempeter-Vrtojba", "Å empeter-Vrtojba", "SI"),
        ("Aglantzia", "Αglantzia", "CY"),
        ("Trough & Hill", "Trough and Hill", "GB"),
        ("Al-Karak", "Greater Karak Municipality", "JO"),
        ("Reşiţa", "Reșița", "RO"),
        ("Krapinska županija", "Krapinska Županija", "HR"),
    ],
)
def test_spellings_of_one_name(one: str, other: str, country: str) -> None:
    assert name_form(one, country).key == name_form(other, country).key


@pytest.mark.parametrize(
    ("one", "other", "country"),
    [
        ("Athens", "Αθήνα", "GR"),
        ("Athens", "Athina", "GR"),
        ("Bolzano/Bozen", "Bozen", "IT"),
        ("ΣΕΡΡΩΝ - Serres", "Serres", "GR"),
        ("Vodnjan - Dignano", "Dignano", "HR"),
        ("Pula-Pola", "Pola", "HR"),
        ("Βiannoy (Βιάννος)", "Viannos", "GR"),
        ("Nürnberg", "Nuremberg", "DE"),
    ],
)
def test_names_of_one_place(one: str, other: str, country: str) -> None:
    assert name_form(one, country).keys & name_form(other, country).keys


@pytest.mark.parametrize(
    ("name", "country"), [("Bielsko-Biała", "PL"), ("Miren - Kostanjevica", "SI"), ("Elliniko-Argyroupoli", "GR")]
)
def test_a_double_name_is_not_bilingual(name: str, country: str) -> None:
    assert name_form(name, country).parts == frozenset()


def test_a_comma_never_parts_a_name() -> None:
    assert name_form("Lagoa, Algarve", "PT").words == ("lagoa", "algarve")
    assert name_form("Vendrell, el", "ES").words == ("vendrell", "el")


@pytest.mark.parametrize(
    ("name", "country", "additions", "number"),
    [
        ("Craciunelu de Jos Judetul Alba", "RO", "alba", None),
        ("Zolochiv, Lviv  region", "UA", "lviv", None),
        ("Lagoa (Algarve)", "PT", "algarve", None),
        ("Hrušky (593079)", "CZ", "593079", None),
        ("Karşıyaka - İzmir", "TR", "izmir", None),
        ("Zugló (XIV. district of Budapest)", "HU", "budapest", 14),
        ("Budapest V – Belváros-Lipótváros", "HU", "", 5),
        ("District 3 of Bucharest", "RO", "", 3),
        ("Sector 3 (Bucharest)", "RO", "", 3),
        ("Prague 15", "CZ", "", 15),
    ],
)
def test_additions_and_numbers(name: str, country: str, additions: str, number: int | None) -> None:
    form = name_form(name, country)
    assert (form.additions, form.number) == (frozenset(additions.split()), number)


def test_words_of_one_country_mean_nothing_elsewhere() -> None:
    assert name_form("Poltava AC", "UA").words == ("poltava",)
    assert name_form("Poltava AC", "RU").words == ("poltava", "ac")


def test_a_body_keeps_all_its_words() -> None:
    assert plain_form("Union of Municipalities (UoM)").words == ("union", "of", "municipalities")


def test_every_kind_has_words() -> None:
    said = {word.says for word in standard_vocabulary().words}
    assert {"municipality", "city", "county", "province", "metropolitan", "district", "union", "group"} <= said


GOOD = {
    "words.csv": "word,language,position,says,countries,reads\nDorf,de,prefix,city,DE,\n",
    "spellings.csv": "writes,reads,where,countries,why\nph,f,anywhere,,Greek\n",
    "exonyms.csv": "country,name,also\nDE,Wien,Vienna\n",
}


@pytest.mark.parametrize(
    ("file", "line", "complaint"),
    [
        ("words.csv", "Ort,de,middle,city,,", "words.csv:3:position: 'middle' is none of prefix"),
        ("words.csv", "Ort,de,prefix,castle,,", "words.csv:3:says: 'castle' is none of"),
        ("words.csv", "Ort,de,prefix,city,Germany,", "words.csv:3:countries: 'Germany' is not a country's code"),
        ("words.csv", "Ort,de,prefix,spelling,,", "words.csv:3:reads: spellings have one"),
        ("words.csv", "Ort,de,prefix,addition,,", "words.csv:3:position: 'prefix' does not go with 'addition'"),
        ("words.csv", "--,de,prefix,city,,", "words.csv:3:word: '--' has no letter"),
        ("words.csv", ",de,prefix,city,,", "words.csv:3:word: is empty"),
        ("words.csv", "DORF,de,prefix,city,DE,", "words.csv:3: 'DORF' stands in line 2 already"),
        ("words.csv", "Ort,de", "words.csv:3: 2 cells where the header has 6"),
        ("words.csv", 'Ort,"de', "words.csv:3:"),
        ("spellings.csv", "Ph,f,anywhere,,Greek", "spellings.csv:3:writes: 'Ph' must be small"),
        ("spellings.csv", "th,t,nowhere,,Greek", "spellings.csv:3:where: 'nowhere' is none of"),
        ("spellings.csv", "th,t,anywhere,,", "spellings.csv:3:why: is empty"),
        ("exonyms.csv", "DE,Köln,", "exonyms.csv:3:also: is empty"),
        ("exonyms.csv", "de,Köln,Cologne", "exonyms.csv:3:country: 'de' is not"),
        ("exonyms.csv", "DE,Bécs,Vienna", "exonyms.csv:3:also: 'Vienna' is a name of Wien (line 2) too"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, file: str, line: str, complaint: str) -> None:
    for name, text in GOOD.items():
        (tmp_path / name).write_text(text + (line + "\n" if name == file else ""), encoding="utf-8")
    with pytest.raises(TableError, match=r"^/") as raised:
        read_vocabulary(tmp_path)
    assert complaint in str(raised.value)


def test_a_table_without_header_or_file(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"words\.csv:1: there is no such file"):
        read_vocabulary(tmp_path)
    for text, complaint in (("", "the file is empty"), ("word,says\n", "the header is 'word,says'")):
        (tmp_path / "words.csv").write_text(text)
        with pytest.raises(TableError, match=complaint):
            read_vocabulary(tmp_path)
    (tmp_path / "words.csv").write_bytes(GOOD["words.csv"].encode() + b"\xe9t\xe9")
    with pytest.raises(TableError, match=r"words\.csv:3: not UTF-8"):
        read_vocabulary(tmp_path)


def test_anyone_can_add_a_word(tmp_path: Path) -> None:
    from muninet.match.normalising import take_apart

    for name, text in GOOD.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    form = take_apart("Dorf Tirol", "DE", read_vocabulary(tmp_path))
    assert (form.words, form.kinds) == (("tirol",), frozenset({"city"}))
