"""The room that hosts MkDocs: it renders the hand-written pages and the frame, and nothing else knows of it."""
