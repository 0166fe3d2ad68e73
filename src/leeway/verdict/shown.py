"""What every result offers in a notebook, fetched by name from the package's root.

A result knows no face. It asks the root, which knows the place of every public name, for ``leeway.shown``,
and only when somebody looks: answering imports neither a chart nor a frame library for it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl


class Shown:
    """A result that shows itself as a sentence, a chart and a table.

    It holds nothing, so that slotted dataclasses may inherit it.
    """

    __slots__ = ()

    def chart(self, which: str | None = None) -> Any:
        """The result's chart.

        Parameters
        ----------
        which : str, optional
            One of `leeway.faces.notebook.charts_of`; the main one by default.

        Returns
        -------
        altair chart or VegaLite
            An Altair chart if Altair is installed (``pip install 'leeway[notebook]'``), with its
            ``.properties()``, ``.configure()`` and ``.save()``; otherwise the same specification, which
            shows itself.

        Raises
        ------
        QuestionError
            If there is nothing to draw, or no such chart.
        """
        from leeway import shown

        return shown(self).chart(which)

    def table(self) -> pl.DataFrame:
        """The result's rows, as ``--csv`` writes them, with days as dates and numbers as numbers.

        Returns
        -------
        polars.DataFrame
        """
        from leeway import shown

        return shown(self).table()

    def to_pandas(self) -> Any:
        """The same as `table`, for pandas.

        Returns
        -------
        pandas.DataFrame

        Raises
        ------
        DataError
            If pandas is not installed.
        """
        from leeway import shown

        return shown(self).to_pandas()

    def draws(self, line: str | None = None) -> pl.DataFrame:
        """Joint posterior draws, long.

        Each draw of a line is one possible history; draws of two lines are not joint.

        Parameters
        ----------
        line : str, optional
            A line of evidence, a leg of one as ``security: arms``, or a leg of trade; all lines by default.

        Returns
        -------
        polars.DataFrame
            Columns ``draw``, ``time`` (the middle day of the period), ``period``, ``value``, ``line`` and
            ``unit``; larger is closer.

        Raises
        ------
        QuestionError
            If the result rests on no draws, or on none of that line; the lines that have some are named.
        """
        from leeway import shown

        return shown(self).draws(line)

    def _repr_html_(self) -> str:
        from leeway import shown

        return shown(self).html()

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, Any]:
        from leeway import shown

        return shown(self).mimebundle(include, exclude)
