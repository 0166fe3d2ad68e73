"""``python -m leeway`` is the command line."""

from leeway.faces.cli import main

if __name__ == "__main__":
    main()
