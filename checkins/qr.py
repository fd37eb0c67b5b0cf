"""QR codes as pictures that a page can carry in itself."""

import segno


def picture(text: str) -> str:
    """A `data:` address for an `<img>`: dark on light in any colour scheme, with its quiet zone."""
    code = segno.make_qr(text, error="m")
    return str(code.svg_data_uri(scale=8, border=4, dark="#000", light="#fff", omitsize=True))
