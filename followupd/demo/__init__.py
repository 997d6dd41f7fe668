"""The mail world inside one process: a clock that jumps, servers on loopback, contacts who answer as people do."""
