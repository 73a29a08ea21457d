"""The registers at a desk: lists, records, entering and correcting, differences, the contract."""
