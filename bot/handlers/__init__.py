"""What people type and press. Each module says which acts of buttons and which commands are its own."""
