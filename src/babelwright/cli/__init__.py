"""The command line: one file a verb, one sink for all output."""
