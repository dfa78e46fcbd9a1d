"""Work waiting to be done once: messages that leave, documents as sent, hand-over tasks, turns of the timetable.

Words: a *work item* is one thing the system must do towards the outside (kind and subject make it unique for ever); a
*handler* is the function that does one kind, handed in by `schedule.py`; a *task* is something a person has to do and
tick off; a *slot* is one turn of one job ("the Monday of 2026-W46"). The row is the truth: whoever leases it works on
it, and a lease that ran out is free again.
"""
