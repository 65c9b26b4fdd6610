"""Who owns a complaint, by topic and by whom it names."""

from __future__ import annotations

import pytest

from backend.core.policy import route
from tests.policies.builders import build, item, policy_data

POLICY = build()


@pytest.mark.parametrize(
    ("topics", "owner", "with_roles"),
    [
        (["teeth"], "practice_manager", ("clinical_director",)),
        (["money"], "front_desk", ()),
        ([], "front_desk", ()),  # no topic yet: the default one
        (["money", "teeth"], "practice_manager", ("front_desk", "clinical_director")),
    ],
)
def test_topics_choose_the_owner_of_the_first_stage(topics, owner, with_roles):
    routed = route(POLICY, stage="listen", topics=topics)
    assert (routed.owner, routed.with_roles, routed.conflict) == (owner, with_roles, False)


def test_topics_choose_nothing_at_a_later_stage():
    assert route(POLICY, stage="review", topics=["teeth"]).owner == "clinical_director"


def test_an_owner_the_complaint_names_is_passed_over():
    routed = route(POLICY, stage="listen", topics=["money"], not_by=["front_desk"])
    assert (routed.owner, routed.usual_owner, routed.conflict) == ("practice_manager", "front_desk", True)


def test_whoever_decided_before_does_not_decide_again():
    routed = route(POLICY, stage="look", topics=[], not_by=["front_desk", "practice_manager"])
    assert routed.owner == "clinical_director"


def test_alternates_in_a_circle_end_with_the_provider_naming_someone():
    routed = route(POLICY, stage="review", topics=[], not_by=["clinical_director", "practice_manager"])
    assert (routed.owner, routed.conflict) == (None, True)


def test_a_role_the_complaint_names_takes_no_part_as_an_owner():
    routed = route(POLICY, stage="listen", topics=["money", "teeth"], not_by=["front_desk"])
    assert routed.with_roles == ("clinical_director",)


def test_the_clauses_that_route_it_are_given():
    assert route(POLICY, stage="listen", topics=["teeth"]).clauses == ("H.R6",)


def test_an_external_stage_has_no_owner_here():
    with pytest.raises(ValueError, match="not the provider's own stage"):
        route(POLICY, stage="panel", topics=[])


def test_the_first_rule_that_fits_counts():
    data = policy_data()
    money = {"topics": ["money", "teeth"], "owner": "clinical_director", "clauses": []}
    data["routing"]["rules"].append(money)
    assert item(data, "topics", "money")
    routed = route(build(data), stage="listen", topics=["teeth"])
    assert (routed.owner, routed.with_roles) == ("practice_manager", ("clinical_director",))
