"""How weights are made, on anyone's data, reproducibly: the n-grams with NumPy in minutes, the encoder with torch."""
