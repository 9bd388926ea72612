"""The other way round: which view an address of the service shows, and what it asks."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote, urlsplit

from muninet.catalogue import Catalogue
from muninet.figures.questions import DRAWABLE, Drawable

Asked = dict[str, str | list[str] | None]


def view_at(address: str, catalogue: Catalogue) -> tuple[Drawable, Asked] | None:
    """Read an address: of a page, an embedded picture, a figure or a view.

    Args:
        address: whole, or from its path on, such as `/links?to=climate-alliance&via=ceesen`.
        catalogue: the questions, which say what is a list.

    Returns:
        The view and its parameters as texts, those of its looks too; None where nothing that can be drawn is shown.
    """
    parts = urlsplit(address)
    path = unquote(parts.path)
    query = parse_qsl(parts.query, keep_blank_values=True)
    for one in DRAWABLE.values():
        before, braced, _ = one.page.partition("{")
        name = path.rpartition("/")[2].partition(".")[0]
        if path in (one.page, f"/embed/{one.name}", f"/v1/views/{one.name}") or (
            path.startswith("/figures/") and name == one.name
        ):
            return one, _given(one, query, catalogue)
        if braced and path.startswith(before) and "/" not in path.removeprefix(before):
            return one, _given(one, [(one.about[0], path.removeprefix(before)), *query], catalogue)
    return None


def _given(drawable: Drawable, query: list[tuple[str, str]], catalogue: Catalogue) -> Asked:
    """The values of a list, or the only value of another parameter."""
    lists = {one.name for one in catalogue[drawable.question].parameters if one.is_list}
    found: Asked = {}
    for name, value in query:
        if name in lists:
            kept = found.get(name)
            found[name] = [*(kept if isinstance(kept, list) else []), *filter(None, value.split(";"))]
        else:
            found[name] = value
    return found
