"""Loads the tables of `catalogue/`: files → rows → values → records, all of them or none.

`reading` takes a file apart, `shapes` says what a cell may hold, `rows` what cells must be to each
other, `tables` which columns and parts a table has, `parts` how a value sits on a record,
`checking` finds every fault before anything is written, `register` knows what is stored,
`loading` writes, `report` tells what happened.
"""
