"""The name under which every process knows which handbook it keeps in memory."""

EDITION = "handbook"
