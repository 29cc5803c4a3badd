"""Composition root: settings, root urls and what stands around every page. Imports apps; nobody imports it."""
