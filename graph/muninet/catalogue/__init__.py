"""Questions as files: what `cypher/**/*.cypher` declare, and how given values become a query's parameters."""

from muninet.catalogue.binding import Bound, bind
from muninet.catalogue.folder import Catalogue
from muninet.catalogue.query import Column, Parameter, Query

__all__ = ["Bound", "Catalogue", "Column", "Parameter", "Query", "bind"]
