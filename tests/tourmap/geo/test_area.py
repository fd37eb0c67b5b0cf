"""Where GCJ-02 holds. The towns were chosen because the usual tests fail at them."""

import pytest

from tests.tourmap.geo.vectors import REGION
from tourmap.geo import LatLng, in_gcj02_area

SHIFTED = {
    "Hong Kong": (22.28, 114.16), "Shenzhen": (22.54, 114.06), "Zhuhai": (22.27, 113.57),
    "Sanya": (18.25, 109.50), "Haikou": (20.04, 110.34), "Weizhou": (21.04, 109.11),
    "Yongxing": (16.83, 112.34), "Yangshan": (30.62, 122.06), "Shengshan": (30.73, 122.82),
    "Zhoushan": (29.99, 122.21), "Pingtan": (25.50, 119.79), "Meizhou": (25.06, 119.12),
    "Gulangyu": (24.445, 118.066), "Fuzhou": (26.08, 119.30), "Dongshan": (23.70, 117.43),
    "Shanghai": (31.23, 121.47), "Qingdao": (36.07, 120.38), "Weihai": (37.51, 122.12),
    "Dalian": (38.91, 121.61), "Changhai": (39.27, 122.59), "Dandong": (40.125, 124.385),
    "Ji'an": (41.125, 126.19), "Linjiang": (41.81, 126.91), "Changbai": (41.42, 128.20),
    "Tumen": (42.968, 129.84), "Yanji": (42.89, 129.51), "Suifenhe": (44.40, 131.15),
    "Hulin": (45.76, 132.98), "Raohe": (46.80, 134.01), "Fuyuan": (48.36, 134.29),
    "Tongjiang": (47.64, 132.51), "Beiji": (53.48, 122.36), "Manzhouli": (49.597, 117.38),
    "Hulunbuir": (49.21, 119.75), "Arxan": (47.18, 119.94), "Erenhot": (43.65, 111.97),
    "Ejin": (41.96, 101.07), "Kanas": (48.70, 87.02), "Jeminay": (47.43, 85.87),
    "Tacheng": (46.75, 82.98), "Alashankou": (45.17, 82.57), "Khorgos": (44.21, 80.41),
    "Yining": (43.91, 81.32), "Kashgar": (39.47, 75.99), "Tashkurgan": (37.77, 75.23),
    "Ngari": (32.50, 80.10), "Purang": (30.29, 81.18), "Gyirong": (28.39, 85.33),
    "Zhangmu": (27.99, 85.98), "Everest, north camp": (28.14, 86.85), "Yadong": (27.48, 88.91),
    "Lhasa": (29.65, 91.13), "Cona": (27.99, 91.96), "Medog": (29.33, 95.33),
    "Zayu": (28.66, 97.47), "Dulongjiang": (27.75, 98.35), "Pianma": (26.01, 98.63),
    "Tengchong": (25.02, 98.49), "Ruili": (24.01, 97.85), "Wanding": (24.085, 98.07),
    "Daluo": (21.69, 100.05), "Jinghong": (22.01, 100.80), "Mohan": (21.19, 101.69),
    "Hekou": (22.529, 103.945), "Malipo": (23.12, 104.70), "Detian": (22.86, 106.72),
    "Pingxiang": (22.10, 106.76), "Dongxing": (21.547, 107.97), "Kunming": (24.88, 102.83),
    "Chengdu": (30.57, 104.06), "Wuhan": (30.59, 114.31), "Xi'an": (34.34, 108.94),
}  # fmt: skip
TRUE = {
    "Taipei": (25.04, 121.56), "Kaohsiung": (22.62, 120.30), "Penghu": (23.57, 119.57),
    "Kinmen": (24.43, 118.32), "Lieyu": (24.43, 118.24), "Nangan": (26.15, 119.94),
    "Beigan": (26.22, 119.99), "Dongyin": (26.37, 120.49), "Pratas": (20.70, 116.72),
    "Busan": (35.18, 129.08), "Incheon": (37.46, 126.70), "Jeju": (33.50, 126.53),
    "Baengnyeong": (37.96, 124.67), "Sinuiju": (40.10, 124.41), "Manpo": (41.16, 126.29),
    "Hyesan": (41.395, 128.18), "Hoeryong": (42.44, 129.76), "Rason": (42.25, 130.30),
    "Fukuoka": (33.59, 130.40), "Osaka": (34.69, 135.50), "Kraskino": (42.71, 130.78),
    "Pogranichny": (44.40, 131.38), "Ussuriysk": (43.80, 131.95), "Khabarovsk": (48.48, 135.07),
    "Birobidzhan": (48.79, 132.92), "Blagoveshchensk": (50.28, 127.54),
    "Zabaykalsk": (49.65, 117.33), "Chita": (52.03, 113.50), "Zamyn-Uud": (43.73, 111.90),
    "Choibalsan": (48.07, 114.53), "Dalanzadgad": (43.57, 104.43), "Khovd": (48.01, 91.64),
    "Zaysan": (47.47, 84.87), "Dostyk": (45.255, 82.485), "Zharkent": (44.17, 80.00),
    "Almaty": (43.24, 76.89), "Karakol": (42.49, 78.39), "Osh": (40.53, 72.80),
    "Murghab": (38.17, 73.97), "Sost": (36.69, 74.82), "Leh": (34.16, 77.58),
    "Chushul": (33.60, 78.65), "Delhi": (28.61, 77.21), "Hilsa": (30.15, 81.33),
    "Lo Manthang": (29.18, 83.96), "Rasuwa": (28.16, 85.34), "Kodari": (27.965, 85.955),
    "Namche": (27.80, 86.71), "Gangtok": (27.33, 88.61), "Paro": (27.43, 89.41),
    "Thimphu": (27.47, 89.64), "Tawang": (27.59, 91.87), "Walong": (28.13, 97.02),
    "Myitkyina": (25.38, 97.40), "Muse": (23.96, 97.90), "Yangon": (16.84, 96.17),
    "Mong La": (21.655, 100.02), "Muang Sing": (21.19, 101.15), "Luang Namtha": (20.95, 101.40),
    "Phongsaly": (21.68, 102.10), "Chiang Mai": (18.79, 98.98), "Lao Cai": (22.485, 103.97),
    "Bat Xat": (22.535, 103.89), "Ha Giang": (22.83, 104.98), "Dong Van": (23.28, 105.36),
    "Cao Bang": (22.67, 106.26), "Lang Son": (21.85, 106.76), "Dong Dang": (21.945, 106.70),
    "Mong Cai": (21.525, 107.966), "Ha Long": (20.95, 107.08), "Hanoi": (21.03, 105.85),
    "Da Nang": (16.05, 108.21), "Manila": (14.60, 120.98), "Singapore": (1.29, 103.85),
}  # fmt: skip


def in_the_usual_rectangle(lat, lng):
    """The test that most copies of the formula carry."""
    return 0.8293 <= lat <= 55.8271 and 72.004 <= lng <= 137.8347


@pytest.mark.parametrize(("name", "at", "shifted"), REGION, ids=[case[0] for case in REGION])
def test_region_vectors(name, at, shifted):
    assert in_gcj02_area(LatLng.of(*at)) is shifted


@pytest.mark.parametrize("name", SHIFTED)
def test_towns_with_gcj02(name):
    assert in_gcj02_area(LatLng.of(*SHIFTED[name]))


@pytest.mark.parametrize("name", TRUE)
def test_towns_with_wgs84(name):
    assert not in_gcj02_area(LatLng.of(*TRUE[name]))


def test_negative_control_the_usual_rectangle_fails_these_tables():
    """The tables above would catch the rectangle, were it put back."""
    failed = {name for name, at, shifted in REGION if in_the_usual_rectangle(*at) is not shifted}
    caught = {name for name, at in TRUE.items() if in_the_usual_rectangle(*at)}

    assert failed >= {"Seoul", "Pyongyang", "Ulaanbaatar", "Kathmandu", "Bangkok", "Vladivostok"}
    assert caught >= {"Taipei", "Busan", "Hanoi", "Osaka", "Delhi", "Thimphu", "Almaty"}


@pytest.mark.parametrize("at", [(90, 0), (-90, 0), (0, 180), (0, -180), (53.56, 122), (15.5, 112)])
def test_far_ends_are_outside(at):
    assert not in_gcj02_area(LatLng.of(*at))
