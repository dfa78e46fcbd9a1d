"""Who may look at the catalogue and who may change it."""

from feedback.foundation.actors import Permission

SEE_PROCEDURES = Permission("procedures.see")
EDIT_PROCEDURES = Permission("procedures.edit")
