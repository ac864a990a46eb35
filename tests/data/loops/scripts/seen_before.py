seen = set()
unique = []
for word in "a b a c b d".split():
    if word in seen:
        continue
    seen.add(word)
    unique.append(word)
