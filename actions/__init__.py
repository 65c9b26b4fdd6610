"""What the assistant does about what it heard: one call to the private API a turn."""
