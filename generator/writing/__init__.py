"""The one room that writes the site."""
