"""The complaints policy as data: a parsed file, the policy's own text and settings in, a checked value out.

`build_policy` refuses, with a sentence, a file that does not agree with the policy's text.
"""

from backend.core.opening_hours import Interval, OpeningHours
from backend.core.policy.answers import (
    Condition,
    ConditionKind,
    Place,
    ResponsePoint,
    Signpost,
    When,
)
from backend.core.policy.build import build_policy
from backend.core.policy.clauses import Clause
from backend.core.policy.complaints_policy import ComplaintsPolicy
from backend.core.policy.contacts import Contact, Medium, RouteIn
from backend.core.policy.duties import (
    Duty,
    LearningDuty,
    LearningWhen,
    Reading,
    ReadingValue,
    RecordRule,
    Retention,
)
from backend.core.policy.errors import PolicyError
from backend.core.policy.fields import Words
from backend.core.policy.hours import Waiting
from backend.core.policy.offers import CASE_OWNER, Decision, Offer
from backend.core.policy.routing import Routed, route
from backend.core.policy.scope import Complainant, Definition, Exclusion
from backend.core.policy.settings import ProviderSettings
from backend.core.policy.signposting import Signposted, signposted
from backend.core.policy.stages import DelayDuty, Force, Role, Stage, Trigger
from backend.core.policy.topics import COMPLAINT_INTENTS, Routing, RoutingRule, Topic

__all__ = [
    "CASE_OWNER",
    "COMPLAINT_INTENTS",
    "Clause",
    "Complainant",
    "ComplaintsPolicy",
    "Condition",
    "ConditionKind",
    "Contact",
    "Decision",
    "Definition",
    "DelayDuty",
    "Duty",
    "Exclusion",
    "Force",
    "Interval",
    "LearningDuty",
    "LearningWhen",
    "Medium",
    "Offer",
    "OpeningHours",
    "Place",
    "PolicyError",
    "ProviderSettings",
    "Reading",
    "ReadingValue",
    "RecordRule",
    "ResponsePoint",
    "Retention",
    "Role",
    "Routed",
    "Routing",
    "RoutingRule",
    "RouteIn",
    "Signpost",
    "Signposted",
    "Stage",
    "Topic",
    "Trigger",
    "Waiting",
    "When",
    "Words",
    "build_policy",
    "route",
    "signposted",
]
