"""Drawings as SVG."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from muninet.figures.drawing import Drawing, Group, Item, Path, Step, Text
from muninet.figures.text import FAMILY, shown, width

_FONTS = f"'{FAMILY}', 'DejaVu Sans', system-ui, sans-serif"


def written(drawing: Drawing) -> bytes:
    """Write a drawing as a document of its own. Names stay text, whatever stands in them."""
    across, down = _number(drawing.width), _number(drawing.height)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down}" width="{across}" height="{down}"'
        f' role="img" aria-labelledby="muninet-title muninet-description" font-family="{escape(_FONTS)}">',
        f'<title id="muninet-title">{_text(drawing.title)}</title>',
        f'<desc id="muninet-description">{_text(drawing.description)}</desc>',
        f'<rect width="{across}" height="{down}" fill="{drawing.ground}"/>',
    ]
    clips: list[str] = []
    for item in drawing.items:
        _write(item, lines, clips)
    if clips:
        lines.insert(3, f"<defs>{''.join(clips)}</defs>")
    return ("\n".join([*lines, "</svg>"]) + "\n").encode("utf-8")


def _write(item: Item, lines: list[str], clips: list[str]) -> None:
    if isinstance(item, Path):
        lines.append(_path(item))
    elif isinstance(item, Text):
        lines.append(_line(item))
    else:
        _group(item, lines, clips)


def _group(group: Group, lines: list[str], clips: list[str]) -> None:
    clip = ""
    if group.clip:
        x, y, across, down = (_number(part) for part in group.clip)
        name = f"muninet-clip-{len(clips) + 1}"
        clips.append(f'<clipPath id="{name}"><rect x="{x}" y="{y}" width="{across}" height="{down}"/></clipPath>')
        clip = f' clip-path="url(#{name})"'
    lines.append(f"<g{clip}>")
    if group.title:
        lines.append(f"<title>{_text(group.title)}</title>")
    for item in group.items:
        _write(item, lines, clips)
    lines.append("</g>")


def _path(path: Path) -> str:
    parts = [f'd="{data(path.steps)}"', f'fill="{path.fill or "none"}"']
    if path.stroke:
        parts.append(f'stroke="{path.stroke}" stroke-width="{_number(path.width)}" stroke-linejoin="round"')
    if path.dash:
        parts.append(f'stroke-dasharray="{" ".join(_number(part) for part in path.dash)}"')
    if path.opacity != 1:
        # Of the paint and not of the element: that would be drawn apart first, which takes ten times as long.
        kind = "stroke" if path.stroke else "fill"
        parts.append(f'{kind}-opacity="{_number(path.opacity)}"')
    return f"<path {' '.join(parts)}/>"


def _line(text: Text) -> str:
    parts = [f'x="{_number(text.x)}" y="{_number(text.y)}" font-size="{_number(text.size)}" fill="{text.fill}"']
    if text.bold:
        parts.append('font-weight="bold"')
    # Who shows it may have another font, in which the same words are wider.
    wide = width(shown(text.text), text.size, bold=text.bold)
    parts.append(f'textLength="{_number(wide)}" lengthAdjust="spacingAndGlyphs"')
    if text.anchor != "start":
        parts.append(f"text-anchor={quoteattr(text.anchor)}")
    if text.halo:
        parts.append(f'stroke="{text.halo}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"')
    return f"<text {' '.join(parts)}>{_text(text.text)}</text>"


def data(steps: tuple[Step, ...] | list[Step] | object) -> str:
    """Steps as path data."""
    found = steps if isinstance(steps, tuple | list) else ()
    return "".join(f"{kind}{','.join(_number(part) for part in numbers)}" for kind, numbers in found)


def _text(text: str) -> str:
    return escape(shown(text))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
