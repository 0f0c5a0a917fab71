"""What one of the staff wants to hear of by mail."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from portal.models import MailWishes


class WishesForm(forms.ModelForm):
    class Meta:
        model = MailWishes
        fields = ["waiting", "returned", "published"]


def my_mail(request, site):
    """Ask one of the staff what they want to hear of."""
    if request.method == "POST":
        # Of two clicks the second finds the row of the first.
        wishes = MailWishes.objects.get_or_create(user=request.user)[0]
    else:
        wishes = MailWishes.objects.filter(user=request.user).first() or MailWishes()
    form = WishesForm(request.POST or None, instance=wishes)
    # Boxes that are all empty send nothing but the token.
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved. This is what you hear of from now on."))
        return redirect("admin:my_mail")
    context = {**site.each_context(request), "title": _("My mail"), "form": form}
    return TemplateResponse(request, "admin/my_mail.html", context)
