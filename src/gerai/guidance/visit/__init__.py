"""One visit for several services: what to bring, pay, expect, and when to come.

``papers``, ``costs`` and ``days`` are pure arithmetic; ``state`` reads the address;
``planning`` puts records into them; ``showing`` finds the words.
"""
