"""How weights are made, on anyone's data: NumPy alone, one core, minutes."""
