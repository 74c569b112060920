"""Finding texts by their words: the index, what people type, and the place that is shown."""
