"""Everything that talks, remembers or waits. It never decides a verdict: that is `scoring`'s work alone."""
