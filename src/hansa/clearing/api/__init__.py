"""API of clearing."""

from hansa.clearing.api.batches import router as batches_router
from hansa.clearing.api.windows import router

router.add_router("", batches_router)

__all__ = ["router"]
