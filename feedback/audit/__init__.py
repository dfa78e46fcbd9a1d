"""Who did what to what, and when: append only.

A *note* carries its own labels (actor, object, path of the unit) so that it still reads when those are gone or renamed.
"""
