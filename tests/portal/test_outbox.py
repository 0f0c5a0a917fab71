import datetime
import io
import smtplib
import socket
import threading

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from portal import letters
from portal.admin.mail import WishesForm
from portal.models import NEVER, Letter, MailWishes
from tests.staff import staff

MINUTE = datetime.timedelta(minutes=1)
TO = "ana@ministry.example"


class Stopped(BaseException):
    """The machine is switched off."""


class Stopping(BaseEmailBackend):
    def send_messages(self, messages):
        raise Stopped


class Refusing(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError("nobody is there")


class Unknown(BaseEmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({TO: (550, b"No such user")})


class Forgetting(BaseEmailBackend):
    """Sends, while somebody lets go of the letters."""

    def send_messages(self, messages):
        Letter.objects.all().delete()
        connection.close()


def mailers(backend, **options):
    mailer = {"BACKEND": backend, "OPTIONS": options}
    return {"default": mailer, "quick": mailer}


def smtp(port):
    backend = "django.core.mail.backends.smtp.EmailBackend"
    return mailers(backend, host="127.0.0.1", port=port, timeout=20)


def write(subject="News", to=TO):
    """Write a letter; its quick try takes place where something is committed."""
    letters.write([(to, subject, "Words and a link.")])
    return Letter.objects.order_by("pk").last()


def send():
    out, err = io.StringIO(), io.StringIO()
    call_command("send_outbox", stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


@pytest.mark.django_db
class TestSending:
    def test_what_waits_is_sent_once_and_its_text_is_not_kept(self):
        letter = write()
        assert send() == "1 sent, 0 to be tried again.\n"
        assert send() == ""
        [sent] = mail.outbox
        assert (sent.to, sent.subject, sent.body) == ([TO], "News", "Words and a link.")
        letter.refresh_from_db()
        assert (letter.body, letter.trouble, letter.tries) == ("", "", 1)
        assert letter.sent_at

    def test_hostile_subject_is_one_line(self):
        write("Report\r\nBcc: all@ministry.example\n\nHello " + "x" * 300)
        send()
        [sent] = mail.outbox
        headers = sent.message()
        assert headers["Bcc"] is None
        assert sent.subject.startswith("Report Bcc: all@ministry.example Hello xxx")
        assert len(sent.subject) == 200

    def test_letter_is_printed_with_its_link_in_one_piece(self, settings, capsys):
        settings.MAILERS = mailers("portal.letters.PrintedMail")
        link = f"https://portal.example/admin/set-password/{'x' * 100}/"
        letters.write([(TO, "Čitaj", f"Порука:\n{link}\n")])
        call_command("send_outbox", stdout=io.StringIO())
        printed = capsys.readouterr().out.splitlines()
        assert printed[:5] == [f"To: {TO}", "Subject: Čitaj", "", "Порука:", link]

    def test_failed_letter_waits_longer_each_time_and_is_given_up_with_its_trouble(self, settings):
        settings.MAILERS = mailers("tests.portal.test_outbox.Refusing")
        letter = write()
        waited = []
        for _turn in range(len(Letter.BACK_OFF)):
            send()
            letter.refresh_from_db()
            waited.append(round((letter.try_at - timezone.now()) / MINUTE))
            Letter.objects.update(try_at=timezone.now())
        assert waited == list(Letter.BACK_OFF)
        assert "1 given up" in send()
        letter.refresh_from_db()
        assert (letter.try_at, letter.tries) == (NEVER, 8)
        assert letter.trouble == "ConnectionRefusedError: nobody is there"
        assert "sent" not in send()

    def test_letter_that_failed_while_the_clock_was_ahead_goes_out_once_it_is_right(self):
        letter = write()
        letter.claim()
        letter.settle("away", now=timezone.now() + datetime.timedelta(days=400))
        waits = write("Later")
        waits.claim()
        waits.settle("away")
        assert send() == "1 sent, 0 to be tried again.\n"
        assert [sent.subject for sent in mail.outbox] == ["News"]

    def test_one_bad_letter_holds_up_no_other(self):
        write(to="nobody at all\nBcc: x@y.example")
        write("Good")
        assert send() == "1 sent, 1 to be tried again.\n"
        assert [sent.subject for sent in mail.outbox] == ["Good"]

    def test_address_of_whom_a_server_does_not_know_stands_in_no_log(self, settings, caplog):
        settings.MAILERS = mailers(f"{__name__}.Unknown")
        letter = write()
        send()
        letter.refresh_from_db()
        assert TO in letter.trouble
        assert f"Letter {letter.pk} was not sent: SMTPRecipientsRefused" in caplog.text
        assert TO not in caplog.text

    def test_stopped_while_sending_is_listed_and_never_sent_by_itself(self, settings):
        letter = write()
        here, settings.MAILERS = settings.MAILERS, mailers("tests.portal.test_outbox.Stopping")
        with pytest.raises(Stopped):
            send()
        settings.MAILERS = here
        assert send() == "1 given up: see Letters in the admin.\n"
        assert mail.outbox == []
        letter.refresh_from_db()
        assert letter.trouble == "Stopped while it was being sent: it may have arrived or not."

    def test_every_try_of_a_letter_has_the_same_message_id(self, settings):
        write()
        here, settings.MAILERS = settings.MAILERS, mailers("tests.portal.test_outbox.Refusing")
        send()
        settings.MAILERS = here
        [letter] = Letter.objects.all()
        assert letters.deliver(letter) == letters.deliver(letter) == ""
        first, second = (sent.message()["Message-ID"] for sent in mail.outbox)
        assert first == second
        assert f"letter-{letter.pk}-" in first

    def test_what_was_sent_is_left_to_the_rules_of_what_is_kept(self, settings):
        settings.RETENTION = settings.RETENTION | {"letters": 40}
        old, new = write("Old"), write("New")
        for days, left in ((39, [old.pk, new.pk]), (41, [new.pk])):
            Letter.objects.filter(pk=old.pk).update(
                sent_at=timezone.now() - days * 24 * 60 * MINUTE
            )
            send()
            call_command("retain", stdout=io.StringIO())
            assert sorted(Letter.objects.values_list("pk", flat=True)) == left

    def test_what_was_given_up_keeps_nobodys_address_for_ever(self, settings):
        settings.RETENTION = settings.RETENTION | {"letters": 40}
        stuck, waiting = write("Given up"), write("Waiting")
        Letter.objects.filter(pk=stuck.pk).update(try_at=NEVER)
        for days, left in ((39, [stuck.pk, waiting.pk]), (41, [waiting.pk])):
            Letter.objects.update(written_at=timezone.now() - days * 24 * 60 * MINUTE)
            call_command("retain", stdout=io.StringIO())
            assert sorted(Letter.objects.values_list("pk", flat=True)) == left


@pytest.mark.django_db(transaction=True)
class TestQuickTry:
    def test_letter_goes_out_as_soon_as_it_is_stored(self):
        with transaction.atomic():
            write()
            assert mail.outbox == []
        assert len(mail.outbox) == 1
        assert Letter.objects.get().sent_at

    def test_letter_of_what_was_not_stored_is_never_sent(self):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            write()
            raise ZeroDivisionError
        assert (mail.outbox, Letter.objects.count()) == ([], 0)

    def test_refused_by_the_server_waits_for_the_timer(self, settings):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            settings.MAILERS = smtp(taken.getsockname()[1])
            with transaction.atomic():
                letters.write([(TO, "First", "x"), (TO, "Second", "x")])
        first, second = Letter.objects.order_by("pk")
        assert "ConnectionRefusedError" in first.trouble
        assert (first.tries, first.sent_at) == (1, None)
        # A server that fails one letter is left alone with the others.
        assert (second.tries, second.trouble) == (0, "")

    def test_letter_that_is_gone_when_it_was_sent_keeps_no_later_one_from_being_tried(
        self, settings
    ):
        usual, settings.MAILERS = settings.MAILERS, mailers(f"{__name__}.Forgetting")
        write("First")
        settings.MAILERS = usual
        write("Second")
        assert [sent.subject for sent in mail.outbox] == ["Second"]

    def test_silent_server_holds_neither_the_answer_nor_the_next_one(self, settings):
        with socket.create_server(("127.0.0.1", 0)) as server:
            settings.MAILERS = smtp(server.getsockname()[1])
            write("First")
            caller, _address = server.accept()
            # The answer is here, and the mail server has not said a word yet.
            assert letters._busy.locked()
            write("Second")
            first, second = Letter.objects.order_by("pk")
            assert (first.sent_at, second.tries) == (None, 0)
            caller.close()
            assert letters._busy.acquire(timeout=20)
            letters._busy.release()
        first.refresh_from_db()
        assert first.trouble.startswith("SMTPServerDisconnected")
        assert first.try_at > timezone.now()
        assert list(Letter.objects.waiting()) == [second]

    def test_two_timers_at_once_send_each_letter_once(self):
        Letter.objects.bulk_create(
            Letter(to=TO, subject=f"Letter {number}", body="x") for number in range(20)
        )
        start = threading.Barrier(2)

        def timer():
            start.wait()
            send()
            connection.close()

        timers = [threading.Thread(target=timer) for _turn in range(2)]
        for thread in timers:
            thread.start()
        for thread in timers:
            thread.join()
        subjects = sorted(sent.subject for sent in mail.outbox)
        assert subjects == sorted(f"Letter {number}" for number in range(20))


@pytest.mark.django_db
class TestOutbox:
    def test_administrator_sees_the_trouble_and_sends_again(self, client):
        letter = write("Given up")
        Letter.objects.filter(pk=letter.pk).update(try_at=NEVER, tries=8, trouble="No such user")
        other = write("Waits")
        client.force_login(staff("Administrator"))
        address = reverse("admin:portal_letter_changelist")
        page = client.get(address).content.decode()
        assert "No such user" in page
        assert "Words and a link." not in page
        listed = client.get(f"{address}?state=stuck").content.decode()
        assert "Given up" in listed
        assert "Waits" not in listed
        data = {"action": "send_again", "_selected_action": [letter.pk, other.pk]}
        client.post(address, data)
        letter.refresh_from_db()
        assert (letter.tries, letter.try_at <= timezone.now()) == (0, True)

    def test_opens_no_letter_and_is_closed_to_others(self, client):
        letter = write()
        list_address = reverse("admin:portal_letter_changelist")
        one = reverse("admin:portal_letter_change", args=[letter.pk])
        client.force_login(staff("Administrator"))
        assert client.get(one)["Location"] == list_address
        assert client.get(reverse("admin:portal_letter_add")).status_code == 403
        for role in ("Author", "Editor", "Data protection officer"):
            client.force_login(staff(role))
            assert client.get(list_address).status_code == 403
            assert client.get(one).status_code == 403


@pytest.mark.django_db
class TestMyMail:
    def test_is_ones_own(self, client):
        author, other = staff("Author"), staff("Editor")
        client.force_login(author)
        address = reverse("admin:my_mail")
        assert "tell an administrator yours" in client.get(address).content.decode()
        client.post(address, {"returned": "on", "user": other.pk})
        wishes = MailWishes.objects.get()
        assert wishes.user == author
        assert (wishes.waiting, wishes.returned, wishes.published) == (False, True, False)
        client.post(address, {"waiting": "on"})
        wishes.refresh_from_db()
        assert (wishes.waiting, wishes.returned) == (True, False)

    def test_two_clicks_at_once_keep_one_row(self, client, monkeypatch):
        author = staff("Author")
        client.force_login(author)
        judged = WishesForm.is_valid

        def is_valid(form):
            MailWishes.objects.get_or_create(user=author)
            return judged(form)

        monkeypatch.setattr(WishesForm, "is_valid", is_valid)
        assert client.post(reverse("admin:my_mail"), {"waiting": "on"}).status_code == 302
        wishes = MailWishes.objects.get()
        assert (wishes.waiting, wishes.returned, wishes.published) == (True, False, False)

    def test_needs_an_account(self, client):
        assert "login" in client.get(reverse("admin:my_mail"))["Location"]
