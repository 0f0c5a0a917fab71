"""Words, names and prose out of nothing, the same for the same seed."""

import random

GIVEN = "Ana Boris Ceca Damir Ema Filip Goran Hana Ivan Jana Luka Mara Niko Olga Petar Rada".split()
CYRILLIC_GIVEN = "Љиљана Ђорђе Жељко Његош Шана Чедомир".split()
SYLLABLES = "bar čev da đur gra ho ja kol la mir no ob pra ra sta šel te vuk za žar".split()
ENDINGS = "ić ović ak ar in ska ev anu ari".split()
WORDS = (
    "the a town office register people residents report river bridge school house council "
    "clerk number table year month answer question plan page list street letter visit border "
    "valley meeting group result method count agreed showed asked wrote found explained named "
    "compared described about between after before with without under across small new common "
    "open early late next first second every many few"
).split()


class Words:
    """The dice of a run, and what is said with them."""

    def __init__(self, seed):
        self.dice = random.Random(seed)  # noqa: S311 (nothing here is secret)

    def word(self):
        return "".join(self.dice.choices(SYLLABLES, k=2)).capitalize()

    def sentence(self):
        words = self.dice.choices(WORDS, k=self.dice.randint(8, 18))
        return " ".join(words).capitalize() + "."

    def prose(self):
        """Return some 450 words in six paragraphs."""
        paragraphs = (" ".join(self.sentence() for _ in range(6)) for _ in range(6))
        return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
