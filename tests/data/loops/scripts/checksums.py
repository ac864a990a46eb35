# checksums of some made-up files, appended to a list
import hashlib

names = ["a.txt", "b.txt", "c.txt", "d.txt"]
contents = {name: name.encode() * 20_000 for name in names}

results = []
for name in names:
    data = contents[name]
    digest = hashlib.sha256(data).hexdigest()  # slow for big ones
    results.append((name, digest))

print(len(results), "files")
