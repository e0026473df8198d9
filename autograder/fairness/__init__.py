"""Measures whether grades are fair: known answers, right and wrong, against what they earn."""
