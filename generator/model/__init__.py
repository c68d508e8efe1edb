"""What the index is made of: frozen values without any input or output of their own."""
