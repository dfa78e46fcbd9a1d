"""The working calendar: which days and minutes are worked, and when a time limit ends.

Owns the loaded years, special days (holidays, days off in lieu, swapped days, make-up Saturdays, half-days) and
office hours, each for everybody or for one unit. Words: a *session* (buổi làm việc) is a stretch of office hours whose
last minute still counts; a *working moment* (thời điểm làm việc) lies in a session; a *time limit* (thời hạn giải
quyết) is an amount and its unit; a *due moment* (hạn trả kết quả) is where it ends; *provisional* (tạm tính) is a day
off, or a whole year, that no official notice has settled yet.
"""
