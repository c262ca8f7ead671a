"""The study: tables in; numbers, tables and charts out.

Imports run one way: files -> ``tables``, ``sources`` -> themes (``restraint``, ``airspace``,
``policy``) -> ``charts``, ``maps`` -> chapters.
"""
