"""What else is asked of a loop: each question an axis, its values, what races at each, a model and a sentence."""
