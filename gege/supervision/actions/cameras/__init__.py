"""The deeds of the camera register."""
