"""Follow-up orders (督办) and requests for coordination (协调): lists, one order, its deeds."""
