"""`python -m bot` is `kopa`."""

from bot.cli import main

if __name__ == "__main__":
    main()
