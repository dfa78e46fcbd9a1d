"""Technical ground only: settings, clock, database, errors, actors, access, pages, documents, mail, files.

Nothing in here knows what a commune, a file or a survey is.
"""
