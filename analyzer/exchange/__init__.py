"""Maps in and out: the plan document, and maps made up for demonstration."""
