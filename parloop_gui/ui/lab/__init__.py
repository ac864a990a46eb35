"""The lab: what else can be asked of a loop, in the window."""
