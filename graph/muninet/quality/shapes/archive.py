"""The file of shapes: how it is written and read.

A gzip file. Its first line is JSON: what it was made from, the size of a step in degrees, and for each area where its
block lies, its middle and its box. A block holds the rings' lengths and first points (32 bits), then what each
further point differs by (16 bits): first all low bytes, then all high ones, which compresses better.
"""

from __future__ import annotations

import gzip
import json
import sys
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import Any

from muninet.quality.shapes.outline import Ring

ARCHIVE = Path(__file__).with_name("countries.gz")


@dataclass(frozen=True, slots=True)
class Area:
    """What the first line says of an area.

    Attributes:
        middle: latitude and longitude of its centre of gravity, in degrees.
        box: south, west, north and east, in degrees.
        rings: how many there are.
        offset: where its block begins after the first line, in bytes.
        size: of the block, in bytes.
    """

    middle: tuple[float, float]
    box: tuple[float, float, float, float]
    rings: int
    offset: int
    size: int


class Archive:
    """A file of shapes, read; blocks are decoded when they are asked for."""

    def __init__(self, data: bytes) -> None:
        """Take the file's bytes, not compressed."""
        line, _, self._blocks = data.partition(b"\n")
        head: dict[str, Any] = json.loads(line)
        self.step = float(head["step"])
        self.about: dict[str, str] = head["about"]
        self.areas = {
            code: Area(tuple(known["middle"]), tuple(known["box"]), known["rings"], known["offset"], known["size"])
            for code, known in head["areas"].items()
        }

    @classmethod
    def read(cls, path: Path = ARCHIVE) -> Archive:
        """Read a file; OSError where it is absent or no gzip file."""
        return cls(gzip.decompress(path.read_bytes()))

    def rings(self, code: str) -> list[Ring]:
        """Decode the rings of an area; KeyError for one that isn't there."""
        area = self.areas[code]
        block = self._blocks[area.offset : area.offset + area.size]
        heads = 12 * area.rings
        numbers = _array("i", block[:heads])
        bytes_of_steps = bytearray(len(block) - heads)
        half = heads + len(bytes_of_steps) // 2
        bytes_of_steps[::2], bytes_of_steps[1::2] = block[heads:half], block[half:]
        steps = _array("h", bytes(bytes_of_steps))
        count = len(steps) // 2
        rings, start = [], 0
        for length, x, y in zip(*(numbers[i::3] for i in range(3)), strict=True):
            stop = start + length - 1
            xs = array("i", accumulate(steps[start:stop], initial=x))
            rings.append(Ring(xs, array("i", accumulate(steps[count + start : count + stop], initial=y))))
            start = stop
        return rings


def _array(kind: str, data: bytes) -> array[int]:
    """Numbers of a block, which are little-endian on every machine."""
    numbers: array[int] = array(kind, data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _bytes(kind: str, numbers: Sequence[int]) -> bytes:
    packed: array[int] = array(kind, numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def pack(
    shapes: Mapping[str, Sequence[Ring]],
    middles: Mapping[str, tuple[float, float]],
    step: float,
    about: Mapping[str, str],
) -> bytes:
    """Write a file of shapes; the same input gives the same bytes with the same zlib.

    Args:
        shapes: rings by the code of their area; no two successive points lie 32,768 steps or farther apart.
        middles: latitude and longitude by code, in degrees.
        step: degrees of a step.
        about: what to say of the file in its first line.
    """
    areas: dict[str, dict[str, Any]] = {}
    blocks: list[bytes] = []
    offset = 0
    for code in sorted(shapes):
        rings = shapes[code]
        blocks.append(_block(rings))
        boxes = list(zip(*(ring.box() for ring in rings), strict=True))
        box = [min(boxes[0]), min(boxes[1]), max(boxes[2]), max(boxes[3])]
        degrees = tuple(round(side * step, 4) for side in box)
        area = Area(
            middles[code], (degrees[0], degrees[1], degrees[2], degrees[3]), len(rings), offset, len(blocks[-1])
        )
        areas[code] = asdict(area)
        offset += area.size
    head = json.dumps({"about": about, "step": step, "areas": areas}, separators=(",", ":"))
    return gzip.compress(b"\n".join([head.encode(), b"".join(blocks)]), compresslevel=9, mtime=0)


def _block(rings: Sequence[Ring]) -> bytes:
    heads = list(chain.from_iterable((len(ring.xs), ring.xs[0], ring.ys[0]) for ring in rings))
    lines = chain((ring.xs for ring in rings), (ring.ys for ring in rings))
    steps = _bytes("h", [after - before for line in lines for before, after in pairwise(line)])
    return _bytes("i", heads) + steps[::2] + steps[1::2]
