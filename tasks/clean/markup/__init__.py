"""HTML pages: elements become blocks, blocks are judged, and the rest speaks for metadata."""
