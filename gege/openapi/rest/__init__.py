"""The REST interface under `/api/v1/`, for departments and townships with systems of their own."""
