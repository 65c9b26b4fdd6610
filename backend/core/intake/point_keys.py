"""Names for points as they stand, so that a changed one is read back again."""

from __future__ import annotations

from backend.core.record import Point, Record


def point_key(point: Point) -> str:
    """One point by its spans."""
    return ",".join(f"{span.part}:{span.start}-{span.end}" for span in point.spans)


def points_key(record: Record) -> str:
    """The list of points, in its order."""
    return ";".join(point_key(point) for point in record.points)
