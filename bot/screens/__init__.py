"""What the bot shows: pure functions from facts to screens."""
