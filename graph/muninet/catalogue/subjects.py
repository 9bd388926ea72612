"""Which types of entity a parameter names, told by what it is called: a `city` is a City."""

from __future__ import annotations

import re

from muninet.model import Schema

_NETWORK = "network"
# Parameters that are called by what a network is to the question.
_ROLES = dict.fromkeys(("networks", "member_of", "missing_from", "branch_of", "first", "second"), _NETWORK)
# What can be belonged to, and hold events: an organisation with members and a working group are asked for as networks.
_AS_NETWORKS = ("Network", "Organisation", "WorkingGroup")


def types_named(parameter: str, schema: Schema) -> tuple[str, ...]:
    """The types of which a parameter of that name takes ids; none where it takes those of any type.

    Args:
        parameter: its name, such as `city`.
        schema: the model.
    """
    name = _ROLES.get(parameter, parameter)
    if name == _NETWORK:
        return _AS_NETWORKS
    return tuple(label for label in schema.nodes if re.sub(r"(?<!^)(?=[A-Z])", "_", label).lower() == name)
