import io

report = io.StringIO()
for number in range(5):
    square = number * number
    report.write(f"{number} {square}\n")
