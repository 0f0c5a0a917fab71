"""What no log may hold."""

import logging
import re

# The key in such an address is all that somebody needs to read what is not public.
KEYS = re.compile(r"/proofs/\S+")


class WithoutKeys(logging.Filter):
    def filter(self, record):
        words = record.getMessage()
        if KEYS.search(words):
            record.msg, record.args = KEYS.sub("/proofs/…", words), None
        return True
