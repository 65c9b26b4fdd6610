"""What is learned from data/: the intent model, its thresholds and the danger screen."""
