"""The WSGI door under `make run`: a worker ends with the server that started it.

Without this a server that is killed outright leaves its worker behind, which keeps the port and
answers with yesterday's code. In production the service manager ends the whole group.
"""

import ctypes
import os
import signal
import sys

from tourmap.wsgi import application

__all__ = ["application"]

PR_SET_PDEATHSIG = 1  # <sys/prctl.h>

if sys.platform == "linux":
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.environ.get("SERVER_PID", str(os.getppid())) != str(os.getppid()):
        sys.exit("The server ended while its worker was starting.")
