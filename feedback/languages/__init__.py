"""Languages: the words a citizen reads, and the one file by which a province adds a language of its own.

Words: a *language* has a code (`bru`), a name in itself (`Bru`) and three tables of words: `page` (around the
questions), `tablet`, `questionnaire`. Vietnamese and English come with the program, written beside what they are the
words of; every other language is a file `<code>.toml`, in this folder or the installation's own: complete, or not used.
"""
