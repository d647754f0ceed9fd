"""Sources: rows at a pinned revision, and the SQL that maps them to a task's tables."""
