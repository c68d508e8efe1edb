"""What git knows of the content: when entries came and changed, and how everything was at another revision.

The one room that runs git. It reads only, and an index without git is an index like any other.
"""
