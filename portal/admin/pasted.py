from django.http import JsonResponse
from django.views.decorators.http import require_POST

from portal.html import clean


@require_POST
def pasted(request, site):
    """Tell the editor what saving makes of HTML that was pasted into it."""
    return JsonResponse({"html": clean(request.POST.get("html", ""))})
