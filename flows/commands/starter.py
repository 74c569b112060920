"""The sources.yaml that `newsledger init` writes: a working example, explained."""

STARTER = """\
# yaml-language-server: $schema=sources.schema.json
#
# What to read: one entry for each source. `newsledger sources check` says what is wrong here.
version: 1

# What holds for every source that says nothing else.
defaults:
  fetch:
    user_agent: "newsledger/1.0 (+https://example.org/contact)"  # who asks; name yourself
    robots: obey
  schedule: {mode: adaptive}

sources:
  - id: inbox                # a short name of your choice
    name: Inbox
    languages: [en]
    time_zone: UTC           # the clock that the publisher's times are read by
    channels:
      # Text, HTML or JSONL files in the folder `inbox` beside this file.
      - {name: dumps, kind: files, path: "inbox/**/*"}

  # - id: my-paper
  #   name: My Paper
  #   country: GB
  #   languages: [en]
  #   time_zone: Europe/London
  #   date_order: DMY          # how 03/04/2026 is meant
  #   channels:
  #     - {name: rss, kind: feed, url: "https://paper.example/rss"}
  #   rules:                   # what the generic way gets wrong; optional
  #     - id: now
  #       drop: {lines: ["^Read more:"]}
"""
