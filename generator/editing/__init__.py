"""Changing entry files for an editor: one settled form, repairs, renames. Nobody's words are lost."""
