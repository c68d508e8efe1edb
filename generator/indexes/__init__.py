"""Functions of the library: who stands where, in which order. They hold keys, never the things themselves."""
