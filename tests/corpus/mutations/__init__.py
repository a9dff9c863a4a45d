"""Ways to break real specs, trees and commits, at least one for each rule.

Each computes the location of the fault by operations on text; specslint's own parsing,
rules and layout are not used for that.
"""
