"""The schema is what was agreed on."""

from pathlib import Path

from graphql import GraphQLObjectType, build_schema, get_named_type, is_composite_type

import api
from analyzer import model
from api.execution import GRAPHQL
from api.loading import shape_of
from api.schema import SCHEMA
from api.steps import ALL_STEPS

GOLDEN = Path(api.__file__).parent / "schema.graphql"
FIXED = ["goal", "goals", "team", "teams", "periods", "rules", "findings", "audit", "impact", "node"]


def test_the_schema_is_the_one_that_is_written_down():
    said = "the schema has changed; if that is meant: python -m api.schema > api/schema.graphql"
    assert SCHEMA.as_str() + "\n" == GOLDEN.read_text("utf-8"), said
    build_schema(GOLDEN.read_text("utf-8"))


def test_fixed_names():
    assert set(FIXED) <= set(GRAPHQL.query_type.fields)
    for name in ("Goal", "Contribution", "Dependency", "Measure", "Commitment", "Finding", "Impact"):
        assert isinstance(GRAPHQL.type_map[name], GraphQLObjectType)
    assert {"acceptFindings", "withdrawAcceptances", "recordAudit"} <= set(GRAPHQL.mutation_type.fields)


def test_every_field_is_in_the_object_or_fetched_before():
    """A field that a resolver looks up without a step would be a statement for each object, or a failure."""
    for name, kind in GRAPHQL.type_map.items():
        if name.startswith("__") or name in ("Query", "View", "Mutation") or not isinstance(kind, GraphQLObjectType):
            continue
        definition = kind.extensions["strawberry-definition"]
        looked_up = {camel(one.python_name) for one in definition.fields if one.base_resolver}
        for field, defined in kind.fields.items():
            if field in looked_up and is_composite_type(get_named_type(defined.type)):
                assert (name, field) in ALL_STEPS, f"{name}.{field}"
    for owner, field in ALL_STEPS:
        assert field in GRAPHQL.type_map[owner].fields, f"{owner}.{field} is no field"


def test_every_field_of_the_model_is_there():
    for record in (model.Goal, model.Team, model.Person, model.Period, model.Measure, model.Contribution):
        names = set(shape_of_names(record.__name__))
        assert set(record.model_fields) <= names


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def shape_of_names(name):
    return shape_of(GRAPHQL.type_map[name].extensions["strawberry-definition"].origin).names.values()


def test_everything_is_described():
    for name, kind in GRAPHQL.type_map.items():
        if not name.startswith("__") and name not in ("String", "Int", "Float", "Boolean", "ID"):
            assert kind.description, name


def test_graphiql_can_ask_for_all_of_it(ask):
    from graphql import get_introspection_query

    assert ask(get_introspection_query(input_value_deprecation=True, specified_by_url=True))["__schema"]["types"]
