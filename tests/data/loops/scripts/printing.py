# prints a table, as most first scripts do
WIDTH = 12

for number in range(3, 9):
    factorial = 1
    for step in range(2, number + 1):
        factorial *= step
    print(number, factorial * WIDTH)
