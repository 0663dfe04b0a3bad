"""API of governance."""

from hansa.governance.api.agreements import router as agreements_router
from hansa.governance.api.bodies import router as bodies_router
from hansa.governance.api.calendars import router
from hansa.governance.api.circulars import router as circulars_router
from hansa.governance.api.consultations import router as consultations_router
from hansa.governance.api.counties import router as counties_router
from hansa.governance.api.experts import router as experts_router
from hansa.governance.api.feeds import router as feeds_router
from hansa.governance.api.handovers import router as handovers_router
from hansa.governance.api.invitations import router as invitations_router
from hansa.governance.api.laws import router as laws_router
from hansa.governance.api.minutes import router as minutes_router
from hansa.governance.api.records import router as records_router
from hansa.governance.api.sessions import router as sessions_router
from hansa.governance.api.stakeholders import router as stakeholders_router
from hansa.governance.api.studies import router as studies_router

router.add_router("", bodies_router)
router.add_router("", counties_router)
router.add_router("", feeds_router)
router.add_router("", records_router)
router.add_router("", sessions_router)
router.add_router("", minutes_router)
router.add_router("", experts_router)
router.add_router("", studies_router)
router.add_router("", laws_router)
router.add_router("", consultations_router)
router.add_router("", stakeholders_router)
router.add_router("", agreements_router)
router.add_router("", invitations_router)
router.add_router("", circulars_router)
router.add_router("", handovers_router)

__all__ = ["router"]
