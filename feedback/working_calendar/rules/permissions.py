"""What one may be allowed to do with the calendar."""

from feedback.foundation.actors import Permission

SEE_CALENDAR = Permission("working_calendar.see")
EDIT_CALENDAR = Permission("working_calendar.edit")
