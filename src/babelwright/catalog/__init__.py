"""The catalog: languages, builders, tasks and gates, declared as data and read here alone."""
