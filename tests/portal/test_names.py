import random
import unicodedata

import pytest
from django.contrib.auth.models import User

from portal.names import colleague, fold, slug, terms, tidy, to_latin

SAME = [
    ("cucic", "Cućić Cucic CUCIC ćućić Цуцић ЦУЦИЋ"),
    ("dordevic", "Đorđević Djordjevic Dordevic Ђорђевић ĐORĐEVIĆ DJORDJEVIC Ðorðević ЂОРЂЕВИЋ"),
    ("biljana", "BILjANA Biljana Биљана BILJANA"),
    ("dzemal", "Џемал Dzemal Džemal ǅemal ЏЕМАЛ"),
    ("njegos", "ЊЕГОШ Његош Njegoš NJEGOŠ"),
    ("zizic", "Žižić Zizic Жижић"),
    ("strasse", "Straße STRASSE"),
    ("soren", "Søren Soren"),
    ("lodz", "Łódź Lodz"),
    ("aegir", "Ægir Aegir"),
    ("ismail", "İsmail Ismail ısmail"),
    ("jurij", "Юрий Jurij"),
    ("zelenskij", "Зеленский Zelenskij"),
    ("gorbacev", "Горбачёв Горбачев Gorbačev"),
    ("kiiv", "Киів Kiiv"),
    ("tarnovo", "Търново Tarnovo"),
    ("gjorgji", "Ѓорѓи Gjorgji"),
]
PAIRS = [(folded, spelling) for folded, spellings in SAME for spelling in spellings.split()]


class TestFold:
    @pytest.mark.parametrize(("folded", "spelling"), PAIRS)
    def test_spellings_of_one_name_are_equal(self, folded, spelling):
        assert fold(spelling) == folded

    @pytest.mark.parametrize(("folded", "spelling"), PAIRS)
    def test_a_decomposed_spelling_is_equal_too(self, folded, spelling):
        assert fold(unicodedata.normalize("NFD", spelling)) == folded

    def test_different_names_stay_different(self):
        names = ["Cucić", "Čučak", "Kučić", "Ðokić", "Žokić", "Ana", "Anja", "Marko", "Марија"]
        assert len({fold(name) for name in names}) == len(names)

    def test_punctuation_and_space_become_one_space(self):
        assert fold("  Ana-Marija   O’Brien, (PhD)_2 ") == "ana marija o brien phd 2"
        assert fold("Знам’янка") == fold("Знамʼянка") == fold("Знам'янка")

    @pytest.mark.parametrize("text", ["", " ", "—", "\0", "\u200b", "...", "\u0301"])
    def test_what_has_no_letter_folds_to_nothing(self, text):
        assert fold(text) == ""

    def test_invisible_characters_vanish_inside_a_word(self):
        assert fold("Cu\0ć\u200bi\x1f\u202eć\ufeff\ud800") == "cucic"
        assert fold("Ana\tMarija\nIvić") == "ana marija ivic"

    def test_compatible_forms_are_plain(self):
        assert fold("Ａｎａ ① ﬁn") == "ana 1 fin"

    def test_other_scripts_are_kept_as_they_are(self):
        assert fold("Ελλάδα 中国 サム") == "ελλαδα 中国 サム"

    def test_folding_again_changes_nothing_for_any_character(self):
        assert [c for c in map(chr, range(0x30000)) if fold(fold(c)) != fold(c)] == []

    def test_folding_again_changes_nothing_for_mixed_words(self):
        dice = random.Random(1)  # noqa: S311
        letters = [chr(code) for code in (*range(0x20, 0x250), *range(0x300, 0x530))]
        letters += "djDJђЂžаоср" * 9
        words = ["".join(dice.choices(letters, k=dice.randint(1, 8))) for _ in range(20_000)]
        assert [word for word in words if fold(fold(word)) != fold(word)] == []


class TestLookalike:
    """The words mix two alphabets; which letters are Cyrillic is said beside each."""

    @pytest.mark.parametrize(
        ("word", "folded"),
        [
            ("\u0410na", "ana"),  # А
            ("P\u0435t\u0430r", "petar"),  # е, а
            ("\u0422winning", "twinning"),  # Т
            ("\u0412\u041eSNA", "bosna"),  # В, О: В is no V here
            ("Cu\u0441ic", "cucic"),  # с is no S here
            ("Iv\u0430n\u043e\u0432", "ivanov"),  # в looks like no Latin letter: read as it sounds
            ("\u0440r\u043eject", "project"),  # р is no R here
            ("\u0501avid", "david"),  # ԁ of an alphabet that is not read
        ],
    )
    def test_cyrillic_in_a_latin_word_is_seen_through(self, word, folded):
        assert fold(word) == folded

    @pytest.mark.parametrize(
        ("word", "folded"),
        [
            ("Ц\u0079цић", "cucic"),  # Latin y is read as у
            ("\u0042\u043e\u0458\u0430\u043d", "vojan"),  # Latin B is read as В
            ("\u0050оса\u043d\u0434а", "rosanda"),  # Latin P is read as Р
            ("Милош\u0065вић", "milosevic"),  # Latin e
        ],
    )
    def test_latin_in_a_cyrillic_word_is_seen_through(self, word, folded):
        assert fold(word) == folded

    def test_the_alphabet_with_more_letters_wins_where_both_readings_are_possible(self):
        assert fold("\u0420\u043e\u0441a") == "rosa"
        assert fold("\u0421aco") == "caco"

    def test_a_whole_cyrillic_word_is_read_as_cyrillic(self):
        assert fold("РОСА ВОСА") == "rosa vosa"

    def test_each_word_is_judged_alone(self):
        assert fold("Роса Rosa \u0410na-Ана") == "rosa rosa ana ana"


class TestTerm:
    def test_a_query_becomes_folded_words(self):
        assert terms("  Цуцић,  VLADIMIR ") == ["cucic", "vladimir"]

    def test_no_more_than_ten_words_are_looked_for(self):
        assert terms(" ".join(f"w{n}" for n in range(20))) == [f"w{n}" for n in range(10)]

    @pytest.mark.parametrize(
        "query", ["neighbour's bridge", "Neighbour’s Bridge", "NEIGHBOUR'S bridge"]
    )
    def test_the_s_of_whose_it_is_is_no_word(self, query):
        assert terms(query) == ["neighbour", "bridge"]

    def test_signs_of_a_query_language_are_no_words(self):
        assert terms("% _ \\ ' \" * (a+)+$ \0") == ["a"]
        assert terms("") == []


class TestTidy:
    def test_white_space_collapses_and_ends_are_trimmed(self):
        assert tidy("  Ana\t\u00a0 Marija\r\n Ivić\u2003") == "Ana Marija Ivić"

    def test_letters_are_composed(self):
        assert tidy("Cuc\u0301ic\u0301") == "Cućić"

    def test_invisible_and_turning_characters_go(self):
        assert tidy("\ufeffA\u200bn\u00ada\u202e \x00\x1b\x9fB\ud800") == "Ana B"

    def test_joiners_stay_inside_and_go_at_the_ends(self):
        assert tidy("می\u200cخواهم") == "می\u200cخواهم"
        assert tidy("\u200d Ana \u200c") == "Ana"
        assert tidy("\u200d") == ""

    def test_a_pile_of_marks_is_cut(self):
        assert len(tidy("a" + "\u0301" * 5000)) <= 9

    def test_tidying_again_changes_nothing(self):
        text = "  B\u0301\u200c x\u0301\u0302 \u202e\u0301 \u200d y "
        assert tidy(tidy(text)) == tidy(text)

    def test_quotes_and_letters_stay(self):
        assert tidy("„Đorđe“ O'Brien – Ђ") == "„Đorđe“ O'Brien – Ђ"


class TestSlug:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("Vladimir Cucić", "vladimir-cucic"),
            ("Владимир Цуцић", "vladimir-cucic"),
            (
                "Commissariat for Refugees and Migration",
                "commissariat-for-refugees-and-migration",
            ),
            ("Ђорђевић", "dordevic"),
            ("Djordjevic", "djordjevic"),
            ("Љубица Његован-Џајић", "ljubica-njegovan-dzajic"),
            ("Serbia's “day” & night", "serbias-day-night"),
            ("Straße 7/8", "strasse-7-8"),
            ("\u0410na", "ana"),
        ],
    )
    def test_a_name_becomes_words_of_an_address(self, name, expected):
        assert slug(name) == expected

    @pytest.mark.parametrize("name", ["", " ", "—", "中国", "\0", "../.."])
    def test_a_slug_is_never_empty(self, name):
        assert slug(name) == "unnamed"

    def test_a_long_name_is_cut_at_a_word(self):
        assert slug("one two three four", max_length=12) == "one-two"
        assert slug("one two three four", max_length=13) == "one-two-three"
        assert slug("one two three four", max_length=18) == "one-two-three-four"

    def test_a_long_word_is_cut_anyway(self):
        assert slug("a" * 200) == "a" * 80
        assert slug("a" * 10 + " b", max_length=5) == "aaaaa"

    def test_a_slug_of_a_slug_is_the_slug(self):
        assert slug(slug("Đorđe – Ђ. O'Brien")) == slug("Đorđe – Ђ. O'Brien") == "dorde-d-obrien"


class TestToLatin:
    @pytest.mark.parametrize(
        ("cyrillic", "latin"),
        [
            ("ЊЕГОШ", "NJEGOŠ"),
            ("Његош", "Njegoš"),
            ("Љ. Њ.", "Lj. Nj."),
            ("КОЊ", "KONJ"),
            ("ЏЕМАЛ Џемал", "DŽEMAL Džemal"),
            ("Ђурђевак, Ћуприја", "Đurđevak, Ćuprija"),
            ("ЊУ-ЈОРК", "NJU-JORK"),
            ("инјекција надживети", "injekcija nadživeti"),
            ("Щукин Юрий", "Ščukin Jurij"),
        ],
    )
    def test_capitals_follow_their_neighbours(self, cyrillic, latin):
        assert to_latin(cyrillic) == latin

    def test_the_whole_alphabet_is_spelt(self):
        assert to_latin("абвгдђежзијклљмнњопрстћуфхцчџш") == "abvgdđežzijklljmnnjoprstćufhcčdžš"

    def test_other_text_stays_as_it_is(self):
        text = "Wien, ETH Zürich: 5 € — Ελλάδα e\u0301"
        assert to_latin(text) == text


class TestColleague:
    def test_is_called_by_the_whole_name_or_else_by_the_user_name(self):
        assert colleague(User(username="ana", first_name="Ana", last_name="Anić")) == ("Ana Anić")
        assert colleague(User(username="ana")) == "ana"

    def test_what_nobody_did_the_system_did(self):
        assert colleague(None) == "the system"
