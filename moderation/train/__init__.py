"""How weights are made, on anyone's data: NumPy for the n-grams, torch for the encoder."""
