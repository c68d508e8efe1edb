"""Paper Index: curated YAML entries become a static site that researchers browse and search."""

__version__ = "0.1.0"
