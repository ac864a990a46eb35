"""Made-up comparisons, in every state, and what goes with them: spans, races, histories."""
