"""The administrator's screens: rulebook, calendar, territory and departments."""
