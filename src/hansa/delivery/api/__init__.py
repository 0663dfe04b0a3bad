"""API of delivery."""

from hansa.delivery.api.stages import router as stages_router
from hansa.delivery.api.works import router

router.add_router("", stages_router)

__all__ = ["router"]
