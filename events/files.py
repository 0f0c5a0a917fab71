"""Documents and photos, served through the same gate as the pages that show them."""

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from events.models import Document, Photo
from portal import files


@require_safe
def document(request, pk, name):
    paper = get_object_or_404(Document.objects.public(), pk=pk)
    if name != paper.download_name:
        return redirect(paper, permanent=True)
    return send(request, paper)


def send(request, paper):
    """Hand a document out, to be saved."""
    return files.serve(
        request,
        paper.file.name,
        as_attachment=True,
        filename=paper.download_name,
        content_type=paper.media_type,
    )


@require_safe
def photo(request, pk, width, extension):
    picture = get_object_or_404(Photo.objects.public(), pk=pk)
    return files.serve_picture(request, picture.file, picture.width, width, extension)
