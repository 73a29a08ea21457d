"""The interfaces for other programs: Open311 GeoReport v2, and who may speak them."""
