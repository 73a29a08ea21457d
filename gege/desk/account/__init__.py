"""Log-in, the own account, and the administrators' pages about people."""
