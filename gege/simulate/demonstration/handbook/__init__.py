"""The handbook of the demonstration: plain words for what residents ask most.

Sources are titles of laws and documents; what a county sets for itself (amounts, days, telephone
numbers) is made up and marked 示例.
"""
