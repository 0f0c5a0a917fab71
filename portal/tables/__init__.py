"""The rows of a list as files: CSV, a spreadsheet and JSON say the same columns."""
