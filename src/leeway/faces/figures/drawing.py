"""From a specification to a picture, without a browser."""

from __future__ import annotations

import json

from leeway.faces.figures.theme import INK, Spec

_VERSION = "6.4"
_PAPER, _LETTERS = "#ffffff", "#1b1b1b"


def svg(spec: Spec) -> str:
    """Draw a chart as SVG.

    Letters and axes take the colour of the text around the picture where it stands inside a page, and are
    black where it stands alone; the ground is clear.

    Parameters
    ----------
    spec : dict
        A Vega-Lite specification.

    Returns
    -------
    str

    Examples
    --------
    >>> svg({"data": {"values": [{"a": 1}]}, "mark": "bar"})[:4]
    '<svg'
    """
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(json.dumps(spec), vl_version=_VERSION)
    return drawn


def png(spec: Spec, *, scale: float = 2.0) -> bytes:
    """Draw a chart as PNG, dark on white.

    Parameters
    ----------
    spec : dict
        A Vega-Lite specification.
    scale : float
        Pixels of the picture a pixel of the chart.

    Returns
    -------
    bytes

    Examples
    --------
    >>> png({"data": {"values": [{"a": 1}]}, "mark": "bar"}, scale=1.0)[1:4]
    b'PNG'
    """
    import vl_convert

    drawn: bytes = vl_convert.vegalite_to_png(json.dumps(on_paper(spec)), vl_version=_VERSION, scale=scale)
    return drawn


def on_paper(spec: Spec) -> Spec:
    """The same chart on white ground, for a picture that stands alone.

    Examples
    --------
    >>> on_paper({"background": "transparent", "config": {"axis": {"labelColor": "currentColor"}}})
    {'background': '#ffffff', 'config': {'axis': {'labelColor': '#1b1b1b'}}}
    """
    inked: Spec = json.loads(json.dumps(spec).replace(json.dumps(INK), json.dumps(_LETTERS)))
    return {**inked, "background": _PAPER}
