from tourmap.geo.box import Box
from tourmap.geo.point import LatLng
