"""Makes a function of a for loop's body, so that it can be compared, where that can be done faithfully.

file, line ─► the loop and what stands around it ─┬─ outcomes.py: what a pass leaves ─► `return`
                                                  ├─ passes.py: does one pass need another? ─► LiftError
                                                  └─ surroundings.py: what body and items need ─► code above
                                                                              lift.py: all of it as one file's text
"""
