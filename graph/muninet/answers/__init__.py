"""Answers that explain themselves: shapes, sentences with footnotes, and the questions asked through the store."""

from muninet.answers.questions import Questions

__all__ = ["Questions"]
