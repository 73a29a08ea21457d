"""Field work at the desk: patrols, excuses, points and rules; other parts stand beside it."""
