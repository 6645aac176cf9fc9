"""What the service knows and does, free of chat, clock and command line."""
