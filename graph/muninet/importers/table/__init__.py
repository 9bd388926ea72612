"""Any sheet as facts, by a mapping that says what its columns are."""
