"""Tools for the development of specslint."""
