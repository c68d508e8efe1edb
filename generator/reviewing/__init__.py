"""What a change to the content means: for readers' addresses, and entry by entry for whoever judges it."""
