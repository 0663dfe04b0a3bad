"""The API: mounts every context's router."""

from hansa.casework.api import router as casework_router
from hansa.charter.api import router as charter_router
from hansa.clearing.api import router as clearing_router
from hansa.delivery.api import router as delivery_router
from hansa.directory.api.accounts import rights_router
from hansa.directory.api.accounts import router as accounts_router
from hansa.directory.api.people import router as directory_router
from hansa.duties.api.duties import router as duties_router
from hansa.duties.api.notices import router as notices_router
from hansa.duties.api.notifications import router as notifications_router
from hansa.duties.api.supervision import router as supervision_router
from hansa.governance.api import router as governance_router
from hansa.site.access import DOORS
from hansa.site.api_frame import HansaAPI
from hansa.site.search import router as search_router
from hansa.site.wiring import RIGHTS

api = HansaAPI("api")
for router in (
    charter_router,
    directory_router,
    duties_router,
    notices_router,
    notifications_router,
    supervision_router,
    casework_router,
    governance_router,
    delivery_router,
    clearing_router,
    search_router,
    accounts_router,
    rights_router(RIGHTS, DOORS),
):
    api.add_router("", router)
