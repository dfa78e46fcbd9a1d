"""Collection points: where answers come from. Today the printed codes of counters; tablets join them later.

Words: a *token* is the short text in a code's address `/q/<token>`; a *printed code* is a token given to one counter;
*revoking* ends it for good; *reissuing* revokes it and gives the counter a new one, one version higher.
"""
