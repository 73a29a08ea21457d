"""What the county sees of itself: figures with their records behind them (R-003, R-065, R-110)."""
