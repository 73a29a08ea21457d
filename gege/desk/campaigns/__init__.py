"""Campaigns at the desk (集中采集, R-046): collections, their forms, entries, checks, exports."""
