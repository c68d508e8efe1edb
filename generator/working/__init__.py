"""How a build goes about its work: processes, and a watch."""
