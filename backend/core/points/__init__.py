"""Points: a story split into numbered matters, in the person's own words.

Extractive by construction: a point is spans of what was said, and every word is in a point or in
the rest (design section 5, step 2). Nothing is paraphrased and nothing is dropped.
"""

from backend.core.points.propose import MOST_POINTS, is_outcome_wish, propose_points
from backend.core.points.sentences import split_at_sentences
from backend.core.points.spans import Span, rest_of, trim

__all__ = ["MOST_POINTS", "Span", "is_outcome_wish", "propose_points", "rest_of", "split_at_sentences", "trim"]
