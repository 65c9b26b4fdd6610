"""Twilio's REST interface as far as we use it: its published shapes, and a server that holds requests to them."""
