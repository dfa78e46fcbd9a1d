"""Lắng Nghe: citizens' answers, files that run late, apologies in time, and a truthful Monday."""
