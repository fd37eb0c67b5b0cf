"""Loads the tables of `catalogue/`: files → rows → values → records, all of them or none.

`reading` takes a file apart, `shapes` says what a cell may hold, `tables` which columns a table
has (`table` is what a table is), `parts` how a value sits on a record, `checking` finds every fault before anything is
written, `loading` writes, `report` tells what happened.
"""
