"""How sources do: judged against their own past, and told once when that changes."""
