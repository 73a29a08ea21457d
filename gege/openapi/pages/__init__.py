"""The pages on which an administrator keeps the interface clients."""
