"""The model's choices in GraphQL."""

import strawberry

from analyzer import model

CHOICES = (
    model.Level,
    model.Function,
    model.Ambition,
    model.Status,
    model.Origin,
    model.Route,
    model.AssumptionStatus,
    model.DependencyStatus,
    model.MeasureKind,
)

for _choice in CHOICES:
    strawberry.enum(_choice, description=_choice.__doc__)
