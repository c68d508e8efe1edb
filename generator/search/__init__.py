"""The search: documents in, the files of a search index out, and the reference engine that reads them."""
