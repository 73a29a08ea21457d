"""Leading groups (领导小组): members, meetings, decisions with the lights of their orders."""
