"""The day's file for the province: counts without persons, as of midnight."""
