"""Digital signatures on PDF papers: PAdES by a key in a PKCS#12 file or on a PKCS#11 token, and their verification.

Words: the *stamp* is what a reader sees at the place of signing; *trust* are the certificates of authorities this
installation believes, kept as files; a *verdict* says what a signed paper is worth, in words an office understands.
Nothing here decides who may sign what: that is for the slices. Passphrases and PINs are arguments and are never kept.
"""
