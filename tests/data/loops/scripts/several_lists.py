points = [(1, 2), (3, 5), (8, 13), (21, 34)]
sums, products = [], []

for x, y in points:
    s = x + y
    sums.append(s)
    products.append(x * y * s)
