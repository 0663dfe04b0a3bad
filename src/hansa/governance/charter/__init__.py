"""The section ``governance.yaml``: its declaration, and the checks over it."""
