"""What an index says of itself in mkdocs.yml: read, kept, checked."""
