"""The window: Widgets and pyqtgraph over the bridge."""
