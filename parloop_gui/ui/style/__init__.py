"""How everything looks: colours, sizes, the style sheet, and what painters share."""
