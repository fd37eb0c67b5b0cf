from dataclasses import dataclass


@dataclass(frozen=True)
class LatLng:
    lat: float
    lng: float

    @classmethod
    def of(cls, lat, lng):
        return cls(float(lat), float(lng))
