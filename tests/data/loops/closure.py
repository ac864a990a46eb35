def make_scaler(factor):
    def scale(number):
        return number * factor

    return scale


triple = make_scaler(3)
