"""Answers: what citizens say about a visit to a counter, the receipt for it, and the comments.

Words: a *sheet* is one opened page with its hidden *key*; the same key is always the same sheet. The *face* is the
overall level 1…5, which counts from the first tap. A *correction* is another face within ten minutes; both are kept,
the last counts. A *receipt* proves that a sheet was counted and says nothing of what it holds. A *flag* is a question,
never a refusal.
"""
