"""Reading a source: a table, a folder, pages of an interface; rows in, one file out."""
