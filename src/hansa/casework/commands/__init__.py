"""``hansa casework …``: cases between cities, from opening to closure."""

from hansa.casework.commands.acts import app as acts_app
from hansa.casework.commands.cases import app

# Without a name of their own, these commands stand beside the others.
app.add_typer(acts_app)

__all__ = ["app"]
