"""Serving: schedules of sources.yaml on a Prefect server, and the processes that `up` keeps."""
