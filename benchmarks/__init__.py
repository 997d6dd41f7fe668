"""What is measured and how. Figures go to a table, never into an assertion: machines differ, ratios differ less.

Every figure stands beside a reference that was measured in the same run on the same machine.
"""
