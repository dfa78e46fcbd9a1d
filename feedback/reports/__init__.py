"""Looking back: the weekly report of a unit, an area or a subtree, its archive, and the page of the audit trail.

Owns the *edition* (bản báo cáo): the numbers of one week and scope, computed once at a *cut-off* (thời điểm chốt),
stored as JSON with their hash and formula version; HTML, PDF, XLSX and mail only print an edition. Words: a *week*
(tuần) runs Monday to Sunday 24:00; a *scope* (phạm vi) is a unit, an area or a unit with all below it; *transactions*
(lượt giao dịch) are the files received or finished in the week.
"""
