"""Lists of participants that come in as a sheet, or as rows that were pasted."""
