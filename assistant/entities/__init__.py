"""Rule-based entities: what can be recognised without learning, with its place in the text."""
