"""Administrative procedures (thủ tục hành chính): code, name, field, level, fee, and the time limit with its unit.

Owns the catalogue. Words: a *code* (mã thủ tục) has the form 1.000720; a *limit* is a `working_calendar` TimeLimit or
none at all: a bare number on the portal, whose unit nobody stated, is shown but never counted with.
"""
