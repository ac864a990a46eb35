"""The middle: the verdict, the chart and the cards around them."""
