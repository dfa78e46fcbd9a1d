"""`python -m feedback` and `.venv/bin/feedback`."""

from feedback.cli import feedback


def main() -> None:
    """The command line; exit codes as in `foundation.commands`."""
    feedback(prog_name="feedback")


if __name__ == "__main__":
    main()
