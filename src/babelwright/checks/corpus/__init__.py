"""Checks over whole splits: what no single row shows."""
