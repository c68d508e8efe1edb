"""How long building takes, on indexes made for it."""
