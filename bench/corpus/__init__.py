"""Seeded traces of honest visitors and of cheats, and a small world in memory that judges them."""
