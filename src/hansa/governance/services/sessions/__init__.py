"""Acts of sessions: convening, docket, sitting, closing."""
