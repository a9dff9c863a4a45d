"""Ways to break real specs, trees and commits, one or more for each rule.

Each computes by plain work on text where the fault is to be found; nothing of
specslint's own parsing, rules or layout is used for that.
"""
