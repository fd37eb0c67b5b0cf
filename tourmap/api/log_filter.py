"""What no log line may hold, taken out before it is written: keys in addresses, rows in tracebacks."""

import logging
import re

# `/c/<code>/` of a poster and `/display/<token>/` of a screen: who has the address has the key.
_KEY = re.compile(r"(?<![\w-])/(c|display)/[^/\s\"']+")
# PostgreSQL tells the whole row that broke a constraint, with its position and its note.
_ROW = re.compile(r"^(DETAIL:).*(?:\n(?![A-Z]+:|\s*File |Traceback|\n).+)*", re.MULTILINE)

_FORMATTER = logging.Formatter()


def without_secrets(text: str) -> str:
    return _ROW.sub(r"\1 …", _KEY.sub(r"/\1/…", text))


class SecretsFilter(logging.Filter):
    """Rewrites a record; it never holds one back."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_secrets(record.getMessage()), None
        if record.exc_info:
            told = record.exc_text or _FORMATTER.formatException(record.exc_info)
            record.exc_text = without_secrets(told)
        return True
