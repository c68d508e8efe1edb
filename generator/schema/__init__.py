"""JSON Schemas (draft 7) of the files that editors write, made from the model and the checker's own limits.

Editors' programs complete and check with them while somebody types. `paperindex check` stays the judge: what needs
a calendar, another file or the text as typed, no schema can tell.
"""
