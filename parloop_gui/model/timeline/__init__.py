"""Which worker ran which task when: one run's spans, read, laid out in lanes, and said in words.

spans file ─ reading ─► RunSpans ─ lanes ─► Lanes ─ busy ─► cores busy
                            └───── behaviour, sentences ─► the sentences
"""
