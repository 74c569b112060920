"""Text dumps: lines are judged, and those around the body speak for metadata."""
