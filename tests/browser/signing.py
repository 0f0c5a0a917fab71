"""Signing in as the staff do."""


def log_in(page, user):
    """Fill in the page that asks who one is."""
    page.get_by_label("User name").fill(user.username)
    page.get_by_label("Password").fill("long enough 123")
    page.get_by_role("button", name="Sign in").click()
    page.locator("#user-tools").get_by_text(user.username).wait_for()


def sign_in(page, user):
    page.goto("/admin/")
    log_in(page, user)
