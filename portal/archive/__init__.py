"""The public record as a folder of pages that open without a server: `manage.py archive`.

Pages are asked for as a reader asks, so they say what the public may see and nothing else. A link
to what the folder holds leads there; any other leads to the site.
"""
