"""What the clock starts: a few lines each, they call the conference."""
