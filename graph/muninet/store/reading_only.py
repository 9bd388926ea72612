"""Whether a statement that is not ours may run, judged by its plan: it reads the graph and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

# Procedures that read the graph and tell nothing of the server. Only Neo4j's own: what others add may read files.
PROCEDURES = frozenset(
    {
        "db.index.fulltext.queryNodes",
        "db.index.fulltext.queryRelationships",
        "db.labels",
        "db.propertyKeys",
        "db.relationshipTypes",
        "db.schema.nodeTypeProperties",
        "db.schema.relTypeProperties",
        "db.schema.visualization",
    }
)
# Operators that read. All others are refused, those of servers to come among them: what shows settings and
# transactions, ends them, or loads files counts as reading for the server too.
_READS = re.compile(
    r"(Partitioned)?\w*(Scan|Seek|SeekByRange|CountFromCountStore)"
    r"|(Let|SelectOr|LetSelectOr)?(Anti)?(Semi)?Apply|RollUpApply|AntiConditionalApply|ConditionalApply"
    r"|(VarLength|Optional)?Expand\([\w,]+\)"
    r"|\w*ShortestPath(\([\w, ]+\))?|(Bidirectional)?Repeat(\([\w, ]+\))?|Trail|ProjectEndpoints"
    r"|(Node|Value|NodeLeftOuter|NodeRightOuter|LeftOuter|RightOuter)*HashJoin|CartesianProduct|AssertSameNode"
    r"|AssertSameRelationship|Triadic(Selection|Build|Filter)"
    r"|(Ordered|Eager|ExtractGroup)?Aggregation|(Ordered)?Distinct|(Ordered|Sorted)?Union"
    r"|(Partial)?(Sort|Top|Top1WithTies)|Limit|ExhaustiveLimit|Skip|Eager|Filter|Projection|CacheProperties|Unwind"
    r"|Optional|Argument|EmptyRow|NullifyMetadata|ProduceResults|EmptyResult|ErrorPlan|Subquery"
)
_CALL = "ProcedureCall"
_PROCEDURE_NAME = re.compile(r"\s*([\w.`]+)\s*\(")


class Operator(NamedTuple):
    """An operator of a plan, and what the server says of it."""

    name: str
    details: str


def operators(plan: Mapping[str, Any]) -> Iterator[Operator]:
    """Every operator of a plan as the driver hands it out, those of planned subqueries among them."""
    details = plan.get("args", {}).get("Details", "")
    yield Operator(str(plan.get("operatorType", "")).partition("@")[0], str(details))
    for child in plan.get("children", ()):
        yield from operators(child)


def refused_by_plan(query_type: str, plan: Sequence[Operator]) -> str | None:
    """Why a statement may not run, judged by its plan; None where the plan only reads."""
    if query_type != "r":
        return "it does more than read the graph"
    for operator in plan:
        if operator.name == _CALL:
            named = _PROCEDURE_NAME.match(operator.details)
            name = named[1].replace("`", "") if named else operator.details
            if name not in PROCEDURES:
                return no_procedure(name)
        elif not _READS.fullmatch(operator.name):
            return f"it does {operator.name}, and only what reads the graph is served"
    return None


def no_procedure(name: str) -> str:
    """What is said of a procedure that is not served."""
    return f"the procedure {name} is not served: there are {', '.join(sorted(PROCEDURES))}"
