"""The pages of sign-in, of one's own password, of accounts and of the organisation workbook."""

from feedback.accounts.pages import api_keys, first, manage, own, signing, workbook
from feedback.accounts.pages.blueprint import pages

__all__ = ["api_keys", "first", "manage", "own", "pages", "signing", "workbook"]
