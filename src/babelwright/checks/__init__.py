"""Checks: what can be wrong with a text or a pair, each a datum and a function over columns."""
