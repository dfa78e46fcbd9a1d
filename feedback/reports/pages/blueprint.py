"""The blueprint of this slice."""

from flask import Blueprint

pages = Blueprint("reports", __name__)
