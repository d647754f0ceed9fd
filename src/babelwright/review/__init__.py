"""Review: the report page that shows a build to people."""
