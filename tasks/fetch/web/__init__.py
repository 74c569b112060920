"""Asking a server: leave to ask, one guarded exchange, and what its answer means."""
