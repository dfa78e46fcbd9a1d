"""Who may do what with apologies."""

from feedback.foundation.actors import Permission

SEE_APOLOGIES = Permission("apologies.see")
"""See drafts, notices and their papers of a unit (they name the applicant: for those who handle the file)."""

MARK_LATE = Permission("apologies.mark_late")
"""The desk's morning list: mark files that will not be done, confirm the others; prepare reason and new date."""

SIGN_APOLOGIES = Permission("apologies.sign")
"""The head of the solving unit: reason, new date, approval."""

REMOVE_PUBLIC = Permission("apologies.remove_public")
"""The second person who decides about taking a line off the public list: an inspector, or a leader above."""

CHOOSE_FORMS = Permission("apologies.choose_forms")
"""The administrator: which form a unit's notices are printed on, and a province's own forms."""
