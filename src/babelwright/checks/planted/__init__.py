"""Planted defects: what spoils a good pair, one function a kind, pure and seeded."""
