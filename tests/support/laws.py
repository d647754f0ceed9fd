"""How laws are tested: the same examples every time, and no clock."""

from hypothesis import settings

law = settings(deadline=None, derandomize=True, database=None)
