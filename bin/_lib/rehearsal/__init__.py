"""The whole deployment on one machine: parts, people and scenes of `bin/rehearse`."""
