RATES = {"food": 7, "books": 7, "tools": 19}
