"""Insights: how the work goes, what another threshold would have done, how much work the policy makes."""
