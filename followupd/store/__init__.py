"""Remembers. Every SQL statement stands here, as a plain function of a `Connection`; nothing here decides a state.

One transaction per datum: `engine.Store` runs such functions on its writer thread for the daemon, `engine.opened`
gives the command line a connection of its own. SQLite in a file is the test store; PostgreSQL is a URL away.
"""
