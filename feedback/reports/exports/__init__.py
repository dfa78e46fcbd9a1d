"""An edition as files: the workbook, and every paper with its name."""
