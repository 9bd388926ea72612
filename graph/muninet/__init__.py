"""The knowledge graph of municipal climate networks: model, store, loader, questions and answers."""

__version__ = "0.1.0"
