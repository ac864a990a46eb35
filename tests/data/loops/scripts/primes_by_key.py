"""How many primes below each bound, kept by bound."""


def is_prime(number):
    if number < 2:
        return False
    return all(number % divisor for divisor in range(2, int(number**0.5) + 1))


counts = {}

if __name__ == "__main__":
    for bound in range(100, 900, 100):
        total = 0
        for number in range(bound):
            if is_prime(number):
                total += 1
        counts[bound] = total
    print(counts)
