"""Filling in the past: an order, planned by day, done through the stages, and told."""
