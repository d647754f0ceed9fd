"""Helpers that several areas of the tests share."""
