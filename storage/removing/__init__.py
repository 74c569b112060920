"""Taking out for good: a takedown and what it reaches, its tombstone, and retention."""
