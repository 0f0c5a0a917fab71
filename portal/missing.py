from django.http import Http404


class Missing(Http404):
    """Nothing is at an address, for a reason that is known, and there is a way on from it."""

    def __init__(self, words, label, url):
        super().__init__(words)
        self.words, self.label, self.url = words, label, url
