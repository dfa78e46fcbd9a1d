"""Who may look at the organisation and who may change it."""

from feedback.foundation.actors import Permission

VIEW_ORGANISATION = Permission("organisation.view")
EDIT_ORGANISATION = Permission("organisation.edit")
