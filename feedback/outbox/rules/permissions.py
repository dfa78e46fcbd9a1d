"""Who may look."""

from feedback.foundation.actors import Permission

SEE_TASKS = Permission("outbox.tasks")
"""See and tick off the hand-over tasks of the units it is held at."""

RELEASE_OUTBOX = Permission("outbox.release")
"""Let letters leave again after the database was restored. Only counts where it is held for every unit."""

SEE_OUTBOX = Permission("outbox.see")
"""See what left, what waits and what failed, and have a failed one tried again."""
