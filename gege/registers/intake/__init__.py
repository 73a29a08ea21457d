"""The staged import: a file is received, read, checked, matched, looked at, applied, taken back.

Files of departments come into the registers by stages (issue 5 point 4; decision 0038). Deeds are
in `receive`, `columns`, `decide`, `apply` and `undo`; `work` goes on with what the platform does by
itself, in chunks of one transaction each; `reads` is what the pages show.
"""
