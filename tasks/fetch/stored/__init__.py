"""What lies in the folder: files, JSON lines and WARC, under caps."""
