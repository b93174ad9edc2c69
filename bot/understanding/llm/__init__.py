"""A language model as one more vote on what somebody typed: asked by HTTP, held to the options, believed no further.

`ask.py` is the way in; docs/adr/0003-llm-vote.md says when it is asked, and what its vote may do.
"""
