"""Where the folders that travel with the code are: in a checkout at the top, in a wheel inside the package."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def home(folder: str) -> Path:
    """Return the folder `cypher`, `seed` … of this installation.

    Raises:
        FileNotFoundError: neither the package nor the checkout holds it.
    """
    for place in (_PACKAGE / folder, _PACKAGE.parents[1] / folder):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"folder {folder!r} is missing from this installation of muninet: install it again")
