"""API of clearing."""

from hansa.clearing.api.answers import router as answers_router
from hansa.clearing.api.batches import router as batches_router
from hansa.clearing.api.cases import router as cases_router
from hansa.clearing.api.screening import router as screening_router
from hansa.clearing.api.windows import router

router.add_router("", answers_router)
router.add_router("", batches_router)
router.add_router("", cases_router)
router.add_router("", screening_router)

__all__ = ["router"]
