"""Units and agencies in a tree with validity dates and successors; areas, heads, desks, counters, officers.

A *unit* is an administrative unit or an agency that solves files. Codes are reused across generations, so a unit is
addressed as `CODE` (valid on the day meant) or `CODE@2025-06-30` (valid on that day). An *area* is a named group of
communes, by default a former district: it can hold a leader's role and reports, is no level of government and signs
nothing. A *desk* receives files, a *counter* stands at a desk, a *head* answers for a unit, an *officer* works in one.
"""
