"""The rules: what each has found, a rule tried out, a wish for another one and its effect, decisions put back."""
