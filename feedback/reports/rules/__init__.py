"""The rules of reports, by subject: weeks, numbers, building, permissions."""
