"""Reports: an answer in sentences with its picture, a table and a bibliography, for Word, Markdown, Quarto and the web.

`outline` says what stands in a report, once; each form is written from it by a module of its own.
"""

from muninet.reports.writing import ReportForm, report

__all__ = ["ReportForm", "report"]
