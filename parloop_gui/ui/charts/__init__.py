"""One paint routine per chart: screen, PNG, SVG and PDF all come from it."""
