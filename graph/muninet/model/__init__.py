"""The model as data: what nodes and facts there are, and what reads schema.yaml."""

from muninet.model.dates import PartialDate, Precision
from muninet.model.schema import FactType, NodeType, Property, Schema, load_schema

__all__ = ["FactType", "NodeType", "PartialDate", "Precision", "Property", "Schema", "load_schema"]
