"""The only place that knows all contexts: settings, addresses, wiring, the command."""
