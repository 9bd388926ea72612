"""The paths of the service, one module a kind of question."""
