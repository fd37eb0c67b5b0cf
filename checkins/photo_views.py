"""Photos over HTTP: the traveller's own, and those that everybody may see."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, status
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.own import OwnView
from accounts.schema import refusals
from checkins import photo_examples as examples
from checkins import services
from checkins.models import CheckIn, Photo
from checkins.photo_parsers import PhotoFormParser, PictureParser, refuse_too_large
from checkins.photo_response import PictureRenderer, file_response
from checkins.serializers.photos import (
    PhotoChanges,
    PhotoForm,
    PhotoParameters,
    PhotoShape,
    PublicFrameShape,
    upload_of,
)
from locations.models import Location
from tourmap.api.pagination import WholeList
from tourmap.api.parameters import PageParameters, Parameters
from tourmap.api.parsers import JSONParser
from tourmap.api.renderers import JSONRenderer
from tourmap.api.throttling import ScopeThrottle
from tourmap.api.views import ReadView

PICTURE = dict.fromkeys(("image/jpeg", "image/png", "image/webp"), OpenApiTypes.BINARY)
PARSERS: dict[str, type[BaseParser]] = {
    "PUT": PictureParser,
    "POST": PhotoFormParser,
    "PATCH": JSONParser,
}
# For how long a copy on the way may outlive a withdrawal.
PUBLIC_AGE_S = 300


class PhotosView(OwnView, generics.ListAPIView[Photo]):
    serializer_class = PhotoShape
    pagination_class = WholeList

    @extend_schema(
        operation_id="check_in_photos_list",
        parameters=[Parameters],
        responses={200: PhotoShape(many=True), **refusals(403)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The photos of one's own check-in, oldest first; all in one answer."""
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        Parameters.of(self.request)
        own = CheckIn.objects.filter(traveller=self.traveller)
        check_in = get_object_or_404(own.only("pk"), pk=self.kwargs["id"])
        return Photo.objects.filter(check_in=check_in).select_related("scene")


class PhotoView(OwnView):
    """One photo of one's own check-in; anybody else's is 404."""

    throttle_classes = [ScopeThrottle]
    throttle_scope = "photo"

    def get_parsers(self) -> list[Any]:
        return [PARSERS.get(str(getattr(self.request, "method", "")), JSONParser)()]

    @extend_schema(
        operation_id="check_in_photos_upload",
        request={"application/octet-stream": OpenApiTypes.BINARY},
        parameters=[PhotoParameters],
        responses={201: PhotoShape, 200: PhotoShape, **refusals(403, 409, 422)},
        examples=examples.UPLOAD,
    )
    def put(self, request: Request, id: UUID, photo: UUID) -> Response:
        """Send a photo; the body is the picture. 201 for a new one, 200 for the same bytes again.

        JPEG, PNG or WebP up to 25 megapixels, as `application/octet-stream` or `image/…`: what it
        is decides, not what it is called. What is kept is made anew from its pixels, without
        position, time, camera or comment. `scene` and `visibility` count for a new photo; a retry
        changes nothing.
        """
        told = PhotoParameters.of(request)
        data = request.data if isinstance(request.data, bytes) else b""
        return self._keep(id, upload_of(photo, data, told))

    @extend_schema(
        operation_id="check_in_photos_upload_form",
        request={"multipart/form-data": PhotoForm},
        parameters=[Parameters],
        responses={201: PhotoShape, 200: PhotoShape, **refusals(403, 409, 422)},
        examples=examples.FORM,
    )
    def post(self, request: Request, id: UUID, photo: UUID) -> Response:
        """The same with a form, for `wx.uploadFile` of WeChat mini programs, which knows no PUT."""
        Parameters.of(request)
        asked = PhotoForm(data=request.data)
        asked.is_valid(raise_exception=True)
        file = asked.validated_data["photo"]
        refuse_too_large(file.size)
        return self._keep(id, upload_of(photo, file.read(), asked.validated_data))

    @extend_schema(
        operation_id="check_in_photos_retrieve",
        parameters=[Parameters],
        responses={200: PhotoShape, **refusals(403)},
        examples=examples.ONE,
    )
    def get(self, request: Request, id: UUID, photo: UUID) -> Response:
        """What is known of a photo, with the paths of its files."""
        Parameters.of(request)
        return Response(PhotoShape(own_photo(self, id, photo)).data)

    @extend_schema(
        operation_id="check_in_photos_update",
        request=PhotoChanges,
        parameters=[Parameters],
        responses={200: PhotoShape, **refusals(403)},
        examples=examples.CHANGES,
    )
    def patch(self, request: Request, id: UUID, photo: UUID) -> Response:
        """Changes who may see it and which scene it re-creates.

        A public photo is seen by everybody once the bureau approved it, and for as long as the
        traveller agrees (`publish_photos`). Beside another scene it waits for the bureau again.
        """
        Parameters.of(request)
        asked = PhotoChanges(data=request.data)
        asked.is_valid(raise_exception=True)
        changed = services.edit_photo(
            traveller=self.traveller, check_in=id, id=photo, changes=asked.validated_data
        )
        return Response(PhotoShape(changed).data)

    @extend_schema(
        operation_id="check_in_photos_destroy",
        parameters=[Parameters],
        responses={204: None, **refusals(403)},
    )
    def delete(self, request: Request, id: UUID, photo: UUID) -> Response:
        """Removes the photo and its files. Its id stays used."""
        Parameters.of(request)
        services.delete_photo(traveller=self.traveller, check_in=id, id=photo, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _keep(self, check_in: UUID, upload: services.Upload) -> Response:
        photo, is_new = services.keep_photo(
            traveller=self.traveller, check_in=check_in, upload=upload, now=timezone.now()
        )
        made = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(PhotoShape(photo).data, status=made)


def own_photo(view: OwnView, check_in: UUID, id: UUID) -> Photo:
    own = Photo.objects.filter(check_in__traveller=view.traveller, check_in=check_in)
    return get_object_or_404(own.select_related("scene"), pk=id)


class OwnFileView(OwnView):
    """A file of one's own photo: for the token's traveller, and in nobody's cache."""

    http_method_names = ["get", "head"]
    renderer_classes = [PictureRenderer, JSONRenderer]
    file = "image"

    @extend_schema(
        operation_id="check_in_photos_image",
        parameters=[Parameters],
        responses={(200, PictureRenderer.media_type): OpenApiTypes.BINARY, **refusals(403)},
    )
    def get(self, request: Request, id: UUID, photo: UUID) -> HttpResponse:
        """The picture itself, WebP."""
        Parameters.of(request)
        return file_response(getattr(own_photo(self, id, photo), self.file))


@extend_schema_view(get=extend_schema(operation_id="check_in_photos_thumbnail"))
class OwnThumbnailView(OwnFileView):
    file = "thumbnail"


class PublicFileView(ReadView):
    """A file of a photo that everybody may see."""

    http_method_names = ["get", "head"]
    renderer_classes = [PictureRenderer, JSONRenderer]
    file = "image"

    @extend_schema(
        operation_id="photos_image",
        tags=["locations"],
        responses={(200, PictureRenderer.media_type): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, photo: UUID) -> HttpResponse:
        """A public photo, WebP. It is gone as soon as its traveller or the bureau says so."""
        shown = get_object_or_404(Photo.objects.seen_by_all(), pk=photo)
        response = file_response(getattr(shown, self.file))
        patch_cache_control(response, public=True, max_age=PUBLIC_AGE_S)
        return response


@extend_schema_view(get=extend_schema(operation_id="photos_thumbnail", tags=["locations"]))
class PublicThumbnailView(PublicFileView):
    file = "thumbnail"


class PlacePhotosView(ReadView, generics.ListAPIView[Photo]):
    parameters = PageParameters
    serializer_class = PublicFrameShape
    ordering = ("-reviewed_at", "-id")

    @extend_schema(
        operation_id="locations_photos",
        responses={200: PublicFrameShape(many=True)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Visitors' photos of a place, the one approved last first, each beside its scene."""
        answer = super().get(request, *args, **kwargs)
        patch_cache_control(answer, public=True, max_age=PUBLIC_AGE_S)
        patch_vary_headers(answer, ["Accept-Language"])
        return answer

    def get_queryset(self) -> Any:
        places = Location.objects.published().only("pk")
        place = get_object_or_404(places, slug=self.kwargs["slug"])
        shown = Photo.objects.seen_by_all().filter(check_in__location=place)
        return shown.select_related("scene__drama")
