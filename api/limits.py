"""How much one request may ask for; each limit is far above what the Goal Map needs."""

from collections.abc import Collection, Iterator

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSyntaxError,
    InlineFragmentNode,
    Lexer,
    OperationDefinitionNode,
    SelectionSetNode,
    Source,
    TokenKind,
)

from analyzer.errors import InputError

MAX_BODY = 1_000_000
"""Bytes of a request."""

MAX_QUERY = 64_000
"""Characters of a GraphQL document."""

MAX_TOKENS = 2_000
MAX_NESTING = 40
"""Brackets within brackets of a document, or of the JSON around it."""

MAX_ALIASES = 50
MAX_LEVELS = 24
"""Fields within fields, fragments written out."""

MAX_VALUES = 500_000
"""Values in an answer; a page of 1,000 goals with three lists of links is some 30,000."""

MAX_PAGE = 1_000
LABOURS = ("impact", "outlook", "remedies", "compareScenarios")
"""Fields that work for long, most of it after Neo4j is done."""
MAX_LABOURS = 5
"""Of these, in an operation."""
TRIED_OUT = (*LABOURS, "view")
"""Fields that try changes out, in Neo4j and beside it; ids of nodes in views do so too."""

MAX_VIEWS = 10
"""Views that an operation may open, by `view` or by ids: each takes a transaction of its own."""

VIEW_SECONDS = 15.0
"""Time limit of a view: editors of what it puts on top wait for it."""

VIEW_SEARCH = 2.0
"""Seconds that remedies are looked for in a view."""

MAX_VIEW_NAME = 4_000
"""Characters of a view as its ids name it."""

SECONDS = 30.0
"""Time limit of an operation, and of all transactions that it runs in."""

OPENING = frozenset({TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L})
CLOSING = frozenset({TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R})


class TooMuch(InputError):
    """An operation that asks for more than one answer may hold."""

    code = "too_much"


def check_document(query: str) -> None:
    """Raise GraphQLError for a document too long or too deep to be parsed, before the recursive parser sees it."""
    if len(query) > MAX_QUERY:
        raise GraphQLError(f"The query has {len(query):,} characters; at most {MAX_QUERY:,} are allowed.")
    lexer = Lexer(Source(query))
    tokens = depth = inside = aliases = 0
    while (token := lexer.advance()).kind is not TokenKind.EOF:
        tokens += 1
        if token.kind in OPENING:
            depth += 1
        elif token.kind in CLOSING:
            depth -= 1
        inside += (token.kind is TokenKind.PAREN_L) - (token.kind is TokenKind.PAREN_R)
        aliases += token.kind is TokenKind.COLON and not inside
        if tokens > MAX_TOKENS:
            raise GraphQLError(f"The query has more than {MAX_TOKENS:,} tokens; split it.")
        if depth > MAX_NESTING:
            raise GraphQLSyntaxError(lexer.source, token.start, f"More than {MAX_NESTING} brackets are open")
        if aliases > MAX_ALIASES:
            raise GraphQLError(f"The query has more than {MAX_ALIASES} aliases; split it.")


def check_labours(document: DocumentNode) -> None:
    """Raise GraphQLError for an operation with too many of these fields; expects a document that is valid."""
    for operation, count in _counts(document, LABOURS):
        if count > MAX_LABOURS:
            raise GraphQLError(
                f"The operation has more than {MAX_LABOURS} fields {', '.join(LABOURS[:-1])} or {LABOURS[-1]}; "
                "try changes together, or send several.",
                operation,
                extensions={"code": TooMuch.code},
            )


def rehearses(document: DocumentNode) -> bool:
    """Tell whether a document, which is valid, asks for what is tried out."""
    return any(count for _, count in _counts(document, TRIED_OUT))


def _counts(document: DocumentNode, names: Collection[str]) -> Iterator[tuple[OperationDefinitionNode, int]]:
    """Count fields of these names in each operation, fragments written out."""
    fragments = {
        one.name.value: one.selection_set for one in document.definitions if isinstance(one, FragmentDefinitionNode)
    }
    counted: dict[str, int] = {}

    def count(selected: SelectionSetNode) -> int:
        found = 0
        for selection in selected.selections:
            if isinstance(selection, FieldNode):
                found += selection.name.value in names
                if selection.selection_set:
                    found += count(selection.selection_set)
            elif isinstance(selection, InlineFragmentNode):
                found += count(selection.selection_set)
            elif isinstance(selection, FragmentSpreadNode):
                name = selection.name.value
                if name not in counted:
                    counted[name] = count(fragments[name])
                found += counted[name]
        return found

    for operation in document.definitions:
        if isinstance(operation, OperationDefinitionNode):
            yield operation, count(operation.selection_set)
