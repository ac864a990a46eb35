"""The right panel: one row’s figures, its code and its machine."""
