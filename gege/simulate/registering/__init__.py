"""The registers of the demonstration: made-up homes, entered by the people who would enter them."""
