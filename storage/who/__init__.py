"""Who is who: names of texts as leaves, what was decided about them, and the clusters of it."""
