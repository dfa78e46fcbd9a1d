"""Questionnaires: the questions a citizen is asked, written as reviewed TOML and frozen on publication.

Words: a *definition* is a file under `definitions/`; *publishing* freezes it as a *version* with a SHA-256 over its
canonical content; a *factor* is one of the five SIPAS factors; a *block* is the four items drawn for one sheet.
"""
