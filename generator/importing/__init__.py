"""From listing pages to entries: read the records, merge the papers, propose what an editor would look up."""
