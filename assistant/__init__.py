"""Rasa's half of the product: understanding, rules, the form and the wording."""
