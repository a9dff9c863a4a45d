"""Fuzz targets: arbitrary input for each part of the program, by hypothesis and ``make fuzz``."""
