"""The networks there are, for fields that somebody fills in without a script."""

from __future__ import annotations

from muninet.answers import Questions
from muninet.answers.models import NodeRef

_MOST = 300


class Networks:
    """The first of the networks by name, asked for once for each version of the graph."""

    def __init__(self) -> None:
        """Begin with none."""
        self._version = ""
        self._known: list[NodeRef] = []

    async def known(self, questions: Questions) -> list[NodeRef]:
        """The networks of the graph as it is.

        Raises:
            StoreUnavailableError: Neo4j cannot be reached.
        """
        if await questions.version() != self._version:
            answer = await questions.query("network/list", {"limit": str(_MOST)})
            self._known = [NodeRef.model_validate(row["network"]) for row in answer.rows]
            self._version = answer.graph_version
        return self._known
