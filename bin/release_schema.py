"""Writes docs/openapi/released.json: what apps may rely on from this release on.

Without the examples, which promise nothing. `tests/openapi/test_breaking.py` holds every later
document against it.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docs" / "openapi" / "released.json"


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tourmap.settings")
    import django

    django.setup()
    from tourmap.api.docs import document

    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(_bare(document()), ensure_ascii=False, indent=1) + "\n")
    print(f"{FILE.relative_to(ROOT)} is the document of {document()['info']['version']} now.")


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _bare(member) for name, member in value.items() if name != "examples"}
    return [_bare(member) for member in value] if isinstance(value, list) else value


if __name__ == "__main__":
    main()
