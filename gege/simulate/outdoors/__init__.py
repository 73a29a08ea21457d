"""The play's field work: points, patrols, visits, contacts, terminals, one campaign.

It has its own luck, so that the matters of a play are the same with it and without it; and it is
played for the last days only, because two patrols a day in 116 grids are many deeds.
"""
