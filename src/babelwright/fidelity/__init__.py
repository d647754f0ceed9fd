"""Fidelity: does the translation speak of the same thing as its source?"""
