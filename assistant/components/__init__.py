"""Language understanding: graph components for Rasa and the pure functions they rest on."""
