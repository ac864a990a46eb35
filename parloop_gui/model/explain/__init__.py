"""From figures to sentences: the verdict, its reasons, the advice, and the numbers behind each."""
