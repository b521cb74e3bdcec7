"""Open comments for those who may read them."""

from contextlib import closing

import polars as pl

from tyokyky.analysis import comments as analysis
from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Filters
from tyokyky.privacy.roles import Permission, Role, Scope, decide
from tyokyky.reporting.mart import Mart


def comments_for_staff(mart: Mart, filters: Filters, role: Role | None, scope: Scope) -> pl.DataFrame:
    """Open comments inside the role's scope, newest first: columns of `analysis.comments.comments` but the response's.

    The caller logs the opening with its number of rows before anything is shown. Texts are shown as text, never as
    markup. In a scope of some municipalities or units, a comment that tells none is not shown.

    Raises:
        UserError: the role may not read comments, or its scope covers nothing.
    """
    return comments_with_keys(mart, filters, role, scope).drop("controller", "response_id")


def comments_with_keys(mart: Mart, filters: Filters, role: Role | None, scope: Scope) -> pl.DataFrame:
    """The same with what a coding knows its comment by; for this room alone, never for a screen.

    Raises:
        UserError: the role may not read comments, or its scope covers nothing.
    """
    if not decide(role, Permission.READ_COMMENTS, scope).allowed:
        raise UserError("Avoimia kommentteja lukevat vain esihenkilö ja tiimi: vaihda rooli.")
    with closing(mart.seen_by(scope).connection(None)) as connection:
        return analysis.comments(connection, filters)
