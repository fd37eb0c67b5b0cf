"""The one door to WeChat: `code2session`, and nothing of its answer but the openid comes out.

A fixed host, no redirects, an answer of a few kilobytes at most, and one deadline over the whole
exchange. Neither the code nor the openid nor the `session_key` is logged or kept.
"""

import io
import logging
import re
import socket
import time
from enum import StrEnum
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode, urlsplit

import orjson
from django.conf import settings

TIMEOUT_S = 3.0
MAX_ANSWER = 16_384
PATH = "/sns/jscode2session"
OPENID = re.compile(r"[0-9A-Za-z_-]{1,64}", re.ASCII)

log = logging.getLogger(__name__)


class Fault(StrEnum):
    OFF = "off"  # this site has no WeChat app
    INVALID_CODE = "invalid_code"
    USED_CODE = "used_code"
    RATE = "rate"
    BUSY = "busy"  # WeChat says so, is slow, or cannot be reached
    BLOCKED = "blocked"
    FAILED = "failed"  # an answer that is none, or a fault of our settings


class WechatError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


_BY_ERRCODE = {
    -1: Fault.BUSY,
    40029: Fault.INVALID_CODE,
    40163: Fault.USED_CODE,
    40226: Fault.BLOCKED,
    45011: Fault.RATE,
}


def openid_of(code: str) -> str:
    """The openid of the user who got this code from `wx.login()`; within about `TIMEOUT_S`.

    Raises:
        WechatError: whatever goes wrong; nothing else comes out.
    """
    if not (settings.WECHAT_APPID and settings.WECHAT_SECRET):
        raise WechatError(Fault.OFF)
    try:
        body = _ask(code)
    except OSError as error:
        log.warning("WeChat cannot be reached: %s", type(error).__name__)
        raise WechatError(Fault.BUSY) from None
    except (HTTPException, ValueError) as error:
        log.warning("WeChat gave no proper answer: %s", type(error).__name__)
        raise WechatError(Fault.FAILED) from None
    return _openid_in(body)


def _ask(code: str) -> bytes:
    """The body of an answer with status 200.

    Raises:
        OSError: not reached, or not in time.
        HTTPException, ValueError: no HTTP, another status, too long.
    """
    query = {
        "appid": settings.WECHAT_APPID,
        "secret": settings.WECHAT_SECRET,
        "js_code": code,
        "grant_type": "authorization_code",
    }
    base = urlsplit(settings.WECHAT_API)
    kind = HTTPSConnection if base.scheme == "https" else HTTPConnection
    deadline = time.monotonic() + TIMEOUT_S
    connection = kind(base.hostname or "", base.port, timeout=TIMEOUT_S)
    try:
        connection.connect()
        plain = connection.sock
    except BaseException:
        connection.close()
        raise
    with plain:
        connection.sock = _Timed(plain, deadline)
        connection.request("GET", f"{PATH}?{urlencode(query)}", headers={"Connection": "close"})
        answer = connection.getresponse()
        body = answer.read(MAX_ANSWER + 1)
    if answer.status != 200 or len(body) > MAX_ANSWER:
        raise ValueError("not an answer")
    return body


def _openid_in(body: bytes) -> str:
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        said = None
    if not isinstance(said, dict):
        log.warning("WeChat's answer is no JSON object.")
        raise WechatError(Fault.FAILED)
    errcode = said.get("errcode", 0)
    openid = said.get("openid")
    if errcode == 0 and isinstance(openid, str) and OPENID.fullmatch(openid):
        return openid
    fault = _BY_ERRCODE.get(errcode) if isinstance(errcode, int) else None
    if fault is None:
        log.error("WeChat refused us with errcode %s.", errcode if type(errcode) is int else "?")
    raise WechatError(fault or Fault.FAILED)


class _Timed:
    """A socket whose every step waits until one deadline: drops every second add up to it."""

    def __init__(self, plain: socket.socket, deadline: float) -> None:
        self.plain, self.deadline = plain, deadline

    def sendall(self, data: bytes) -> None:
        self.set_timeout()
        self.plain.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self))

    def close(self) -> None:
        """`http.client` closes before it has read; whoever opened the socket closes it."""

    def set_timeout(self) -> None:
        left_s = self.deadline - time.monotonic()
        if left_s <= 0:
            raise TimeoutError
        self.plain.settimeout(left_s)


class _TimedReader(io.RawIOBase):
    def __init__(self, timed: _Timed) -> None:
        self.timed = timed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # what BufferedReader gives
        self.timed.set_timeout()
        return self.timed.plain.recv_into(buffer)
