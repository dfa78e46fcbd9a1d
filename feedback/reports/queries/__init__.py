"""Reads of the reports: scopes, counts of answers, files and apologies, whole weeks, the archive."""
