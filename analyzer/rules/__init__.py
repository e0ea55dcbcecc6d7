"""What is wrong with a goal map: rules kept as Cypher files, and what they find."""
