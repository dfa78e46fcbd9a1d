"""The blueprint the pages of accounts hang on."""

from flask import Blueprint

pages = Blueprint("accounts", __name__)
