"""Every message that the program can give an editor, from all rooms that have some."""
