"""Callers with a real voice: speech made from words, passed through a telephone's band, and recognised again."""
