"""The curves of a question: figures along an axis, painted on pyqtgraph's axes and into pictures."""
