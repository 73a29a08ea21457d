"""Services residents ask for, and the handbook that says how each is done."""
