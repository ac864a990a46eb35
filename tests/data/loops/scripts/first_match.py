found = []
for number in range(100, 200):
    if number % 17 == 0:
        found.append(number)
        break
