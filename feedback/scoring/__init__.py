"""Shares, intervals and rates as pure functions: what a figure is, when it may be shown, when a change is real.

Owns no rows and asks nobody. Words: a *share* (tỷ lệ) is satisfied answers over valid answers with its Wilson interval;
*min n* (cỡ mẫu tối thiểu) hides it; a *change* (thay đổi) is named only when it is more than noise; an *indicator*
(chỉ số, TT 01/2018 Điều 13) gives 0, 1 or 2 points; a *rate* (tỷ lệ theo cách tính QĐ 766) is 766's own arithmetic.
"""
