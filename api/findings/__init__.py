"""Rules, what they find, what became of it and what people decided about it, in GraphQL."""
