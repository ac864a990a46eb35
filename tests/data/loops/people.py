def age(name, born):
    return name.title(), 1950 - int(born)
