"""Text: comparing, folding and spelling it, whatever it is about."""
