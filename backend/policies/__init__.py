"""The providers' complaints policies: one folder each with policy.yml, policy.txt and settings.yml."""

from backend.policies.load import all_policies, load_folder, load_policy

__all__ = ["all_policies", "load_folder", "load_policy"]
