"""The doors tablets use: JSON, signed by the tablet's own key, without any cookie."""

from __future__ import annotations

from feedback.collection_points.api.tablets import api

__all__ = ["api"]
