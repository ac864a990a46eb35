"""A chart as a picture of its own: title, verdict, chart and caption on one page."""
