"""Pictures of answers: what is drawn where, and static drawings of it.

A `View` holds a drawing whole: its things and facts with their places, looks and labels, its legend, its words and its
sources. The widget draws it in a browser, `svg` draws it without one; neither lays out, colours or words anything.
"""

from muninet.figures.rendering import render

__all__ = ["render"]
