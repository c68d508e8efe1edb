"""What an editor would look up first, proposed: an id, a topic, tags."""
