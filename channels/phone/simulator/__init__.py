"""The caller's side of the telephone: plays our TwiML by Twilio's rules over real, signed HTTP."""
