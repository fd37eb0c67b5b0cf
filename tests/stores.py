"""Tests whose subject does not depend on the store run on one."""

import os

import pytest

on_one_store = pytest.mark.skipif(
    "DATABASE_URL" in os.environ,
    reason="its subject is the client's, the same on every store: it runs on SQLite",
)
