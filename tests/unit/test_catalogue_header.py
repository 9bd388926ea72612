"""Every rule of a query file's header and statement is refused by file, line and the nearest name."""

from pathlib import Path

import pytest

from muninet.catalogue import Catalogue, Column, Query
from muninet.catalogue.folder import read_query
from muninet.errors import CatalogueError, UnknownQueryError
from muninet.model import load_schema

LINES = [
    "// Cities of a country",
    "//",
    "// Cities that lie in $country,",
    "// by name.",
    "//",
    "// One row a city.",
    "//",
    "// @param  country  country      = ee      the country",
    "// @param  at       at           = today   only facts valid on that day",
    "// @param  hops     integer      = 4       1..6  the most facts",
    "// @param  way      string       = up      up|any  either way",
    "// @param  type     entity_type  = City    what to list",
    "// @param  types    relation[]   = office  which facts",
    "// @param  not      entity[]?    =         nodes left out",
    "// @param  limit    integer      = 100     1..1000  the most rows",
    "// @param  after    string?      =         the key to continue after",
    "// @return city     node     the city",
    "// @return names    string[]?  its names",
    "// @return key      string   name, id",
    "// @returns-graph",
    "MATCH (c:City)-[f:IN_COUNTRY|PART_OF]->(:Entity {code: $country}) // not $commented",
    "WHERE c.name <> '$quoted' AND c.`$odd` IS NULL AND $hops > 0 AND $way = \"$up\" AND NOT c.id IN $not",
    "  AND $type IN labels(c) AND type(f) IN $types AND ($at IS NULL OR f.holds_from <= $at)",
    "WITH c AS city, [name IN c.names | name] AS names, c.id AS key WHERE $after IS NULL OR key > $after",
    "RETURN city, names, key",
    "ORDER BY key",
    "LIMIT $limit;",
]


def read(tmp_path: Path, lines: list[str], name: str = "city/list") -> Query:
    file = tmp_path / "cypher" / f"{name}.cypher"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_query(file, tmp_path / "cypher", load_schema())


def changed(line: int, new: str | None) -> list[str]:
    """The good file with one line (counted from 1) written anew, or left out."""
    return [*LINES[: line - 1], *([] if new is None else [new]), *LINES[line:]]


def test_a_good_file_is_read_whole(tmp_path: Path) -> None:
    query = read(tmp_path, LINES)
    assert (query.name, query.title) == ("city/list", "Cities of a country")
    assert query.description == "Cities that lie in $country, by name.\n\nOne row a city."
    assert query.text == "\n".join(LINES) + "\n"
    assert (query.returns_graph, query.scan) == (True, None)
    assert query.file.name == "list.cypher"
    assert query.columns == (
        Column("city", "node", False, "the city"),
        Column("names", "string[]", True, "its names"),
        Column("key", "string", False, "name, id"),
    )
    assert [parameter.written_type for parameter in query.parameters] == [
        *("country", "at", "integer", "string", "entity_type", "relation[]", "entity[]?", "integer", "string?"),
    ]
    hops, way = query.parameter("hops"), query.parameter("way")
    assert (hops.default, hops.minimum, hops.maximum, hops.description) == ("4", 1, 6, "the most facts")
    assert (way.choices, way.description) == (("up", "any"), "either way")
    assert (query.parameter("not").default, query.parameter("not").description) == (None, "nodes left out")
    assert query.parameter("type").choices[0] == "City"
    assert query.parameter("types").vocabulary["affiliation"] == load_schema().linking()
    with pytest.raises(KeyError):
        query.parameter("nothing")


def test_a_scan_gives_its_reason(tmp_path: Path) -> None:
    assert read(tmp_path, changed(20, "// @scan It counts all.")).scan == "It counts all."


def test_a_slow_one_says_how_slow_and_why(tmp_path: Path) -> None:
    assert read(tmp_path, changed(20, "// @slow 300 ms: it orders all.")).slow == "300 ms: it orders all."
    assert read(tmp_path, LINES).slow is None


def test_a_default_may_hold_single_spaces(tmp_path: Path) -> None:
    lines = changed(11, "// @param  way  string  = up and away  either way")
    assert read(tmp_path, lines).parameter("way").default == "up and away"


BAD_LINES: list[tuple[int, str | None, int, str]] = [
    (1, "//", 1, "the title is missing"),
    (1, "// @param  x  string  = a  b", 1, "the title is missing"),
    (2, "// no empty line", 2, "an empty comment line"),
    (8, "// @parm  country  country  = ee  the country", 8, "'@parm' is no declaration (did you mean @param?)"),
    (8, "// @param  country  country  ee", 8, "a parameter is written `@param  name"),
    (8, "// @param  country  contry  = ee  the country", 8, "there is no type 'contry' (did you mean country?)"),
    (8, "// @param  Country  country  = ee  the country", 8, "'Country' is no name"),
    (8, "// @param  country  country  = ee", 8, "$country has no description"),
    (8, "// @param  country  country  =   the country", 8, "the default of $country may not be left empty"),
    (8, "// @param  country  country  = Estonia  the country", 8, "the default of $country 'Estonia' is not a country"),
    (8, "// @param  country  country  = ee  a|b  the country", 8, "choices (a|b) go with"),
    (9, "// @param  country  at  = today  the day", 9, "$country is declared twice, first in line 8"),
    (9, "// @param  at  at  = 2024-09  the day", 9, "the default of $at '2024-09' is a whole month"),
    (10, "// @param  hops  integer  = 7  1..6  facts", 10, "the default of $hops 7 is out of bounds: give 1 to 6"),
    (10, "// @param  hops  integer  = x  1..6  facts", 10, "the default of $hops 'x' is not a whole number"),
    (10, "// @param  hops  integer  = 4  6..1  facts", 10, "the bounds 6..1 are the wrong way round"),
    (11, "// @param  way  string  = up  1..6  way", 11, "bounds (1..6) go with integer and float, not with string"),
    (11, "// @param  way  string  = upp  up|any  way", 11, "'upp' is not one of up, any (did you mean up?)"),
    (11, "// @param  way  string  = up  up|up  way", 11, "a choice stands twice"),
    (12, "// @param  type  entity_type  = Town  what", 12, "the default of $type 'Town' is no label"),
    (
        12,
        "// @param  type  entity_type  = City  City|Regoin  what",
        12,
        "Regoin is not in the model (did you mean Region?)",
    ),
    (13, "// @param  types  relation[]  = offices  which", 13, "(did you mean office?)"),
    (13, "// @param  types  relation  = office  which", 13, "the default of $types 'office' is no fact type"),
    (15, "// @param  limit  integer  = 100  the most rows", 15, "`@param  limit  integer  = 100  1..1000"),
    (15, None, 19, "`@param  limit  integer  = 100  1..1000"),
    (16, "// @param  after  string  = a  the key", 16, "`@param  after  string?  =  …`"),
    (16, None, 19, "`@param  after  string?  =  …`"),
    (17, "// @return city", 17, "a column is written `@return  name"),
    (17, "// @return city  nod  the city", 17, "there is no type 'nod' (did you mean node?)"),
    (17, None, 24, "column city is returned and not declared in the header"),
    (18, "// @return city  string[]?  its names", 18, "city is declared twice, first in line 17"),
    (19, None, 19, "the last column is `@return  key  string"),
    (19, "// @return key  string?  name", 20, "the last column is `@return  key  string"),
    (20, "// @returns-graph always", 20, "@returns-graph stands alone"),
    (20, "// @scan", 20, "@scan needs its reason"),
    (20, "// @slow It orders all.", 20, "@slow needs what was measured"),
    (20, "//", 20, "an empty line among the declarations"),
    (
        21,
        "MATCH (c:Cty)-[f:IN_COUNTRY|PART_OF]->({code: $country})",
        21,
        "label Cty is not in the model (did you mean City?)",
    ),
    (21, "MATCH (c:City)-[f:IN_CONTRY|PART_OF]->({code: $country})", 21, "fact type IN_CONTRY is not in the model"),
    (21, "MATCH (c:City)-[f:IN_COUNTRY|PART_OFF]->({code: $country})", 21, "(did you mean PART_OF?)"),
    (
        21,
        "MATCH (c)-[f]->({code: $contry})",
        21,
        "parameter $contry is not declared in the header (did you mean $country?)",
    ),
    (21, "MATCH (c)-[f]->({code: $`country`, x: $`not there`})", 21, "parameter $not there is not declared"),
    (21, "MATCH (c)-[f]->() // {code: $country}", 8, "parameter $country is declared and never used"),
    (21, "MATCH (c)-[f]->({code: '$country'})", 8, "parameter $country is declared and never used"),
    (22, "  // @param  late  string  = x  y", 22, "a declaration below the header"),
    (22, "WHERE c.name = 'never ends", 22, "a string begins here and never ends"),
    (22, "/* never ends", 22, "a comment begins here and never ends"),
    (22, "WHERE c.`never ends", 22, "a quoted name begins here and never ends"),
    (23, "; MATCH (n)", 23, "a semicolon within the statement"),
    (25, "RETURN city, names, key, city.id", 25, "a returned value has no name"),
    (
        25,
        "RETURN city, names, key, 1 AS kye",
        25,
        "column kye is returned and not declared in the header (did you mean key?)",
    ),
    (25, "RETURN city, key", 18, "column names is declared and never returned"),
    (25, "RETURN names, city, key", 25, "the columns are returned in another order than declared: city, names, key"),
    (25, "WITH *", 27, "the statement returns nothing"),
    (26, "ORDER BY city.name", 27, "the statement does not end in `ORDER BY key LIMIT $limit`"),
    (27, "LIMIT 5 + $limit", 27, "the statement does not end in `ORDER BY key LIMIT $limit`"),
    (27, "SKIP $limit", 27, "the statement does not end in `ORDER BY key LIMIT $limit`"),
    (27, None, 15, "parameter $limit is declared and never used"),
]


@pytest.mark.parametrize(("line", "new", "where", "message"), BAD_LINES, ids=lambda value: str(value)[:50])
def test_a_broken_rule_names_file_line_and_the_nearest(
    tmp_path: Path, line: int, new: str | None, where: int, message: str
) -> None:
    with pytest.raises(CatalogueError) as caught:
        read(tmp_path, changed(line, new))
    assert str(caught.value).startswith(f"cypher/city/list.cypher:{where}: ")
    assert message in str(caught.value)


def test_a_description_is_needed(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"list\.cypher:3: the description is missing"):
        read(tmp_path, [*LINES[:2], *LINES[6:]])


def test_a_statement_is_needed(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"list\.cypher:20: the statement is missing"):
        read(tmp_path, LINES[:20])


@pytest.mark.parametrize("name", ["list", "City/list", "city/list_all", "city/-list"])
def test_a_name_is_a_folder_and_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(CatalogueError, match="is no name for a query"):
        read(tmp_path, LINES, name)


def test_another_encoding_is_refused_by_line(tmp_path: Path) -> None:
    file = tmp_path / "cypher" / "city" / "list.cypher"
    file.parent.mkdir(parents=True)
    file.write_bytes("\n".join(LINES).replace("One row", "Öne row").encode("cp1252"))
    with pytest.raises(CatalogueError, match=r"^cypher/city/list\.cypher:6: is not UTF-8"):
        Catalogue.read(tmp_path / "cypher", load_schema())


def test_line_ends_of_windows_change_nothing(tmp_path: Path) -> None:
    file = tmp_path / "cypher" / "city" / "list.cypher"
    file.parent.mkdir(parents=True)
    file.write_bytes("\r\n".join(LINES).encode())
    assert len(Catalogue.read(tmp_path / "cypher", load_schema())) == 1


def test_the_catalogue_is_a_mapping_that_knows_the_nearest(tmp_path: Path) -> None:
    read(tmp_path, LINES, "path/links")
    read(tmp_path, LINES, "city/profile")
    catalogue = Catalogue.read(tmp_path / "cypher", load_schema())
    assert list(catalogue) == ["city/profile", "path/links"]
    assert catalogue["path/links"] is catalogue.query("path/links")
    assert "path/link" not in catalogue
    with pytest.raises(UnknownQueryError, match=r"did you mean path/links\?") as caught:
        catalogue.query("path/link")
    assert caught.value.nearest[0] == "path/links"
    with pytest.raises(UnknownQueryError, match="there is no query 'zzz':"):
        catalogue.query("zzz")


def test_an_empty_folder_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="there is no query file"):
        Catalogue.read(tmp_path, load_schema())
