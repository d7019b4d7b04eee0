"""A folder of articles -> a searchable index. Knows nothing of questions."""
