"""The pages of the site: views of the library, printed by templates, set into the theme's frame."""
