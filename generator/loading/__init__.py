"""From the files of the content folder to a settled library, or to everything that is wrong with them."""
