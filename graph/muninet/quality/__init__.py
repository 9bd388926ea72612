"""Rules on the quality of data: one rule a module, each yielding findings."""
