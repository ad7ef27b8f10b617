"""What a practice copy must look like when an exercise is done; public.

rules = load_rules(text, file="close-a-counter.yaml")
for finding in run_checks(rules, copy):
    finding.met, finding.text, finding.hint
"""

from gerai.academy.checks.loading import RulesRefused, load_rules, read_rules
from gerai.academy.checks.rules import Finding, Rule
from gerai.academy.checks.running import run_checks

__all__ = [
    "Finding",
    "Rule",
    "RulesRefused",
    "load_rules",
    "read_rules",
    "run_checks",
]
