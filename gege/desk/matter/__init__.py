"""The pages of one matter: reporting it, reading it, moving it."""
