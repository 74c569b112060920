"""What lists articles: feeds, sitemaps, listings, and an archive's index."""
