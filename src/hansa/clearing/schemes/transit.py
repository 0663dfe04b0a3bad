"""Public transport: the charged amount, its fees, and who bears which discount.

The issuer of the card owes the operators what the card was charged. A fee on it is shared
by issuer, acquirer and centre, and the parts add up to the fee. What the list price
exceeds the charge by is a discount; within a journey a declared part of it is the transfer
discount, and each is owed to the operators by those who bear it.
"""

from dataclasses import dataclass

from hansa.clearing.charter.weights import Weights
from hansa.clearing.terms.schemes import (
    ACQUIRER,
    ISSUER,
    Claim,
    Column,
    Fact,
    Scheme,
    Weighted,
    named,
    roles_among,
)
from hansa.kernel.nodes import Node
from hansa.kernel.shapes import (
    Line,
    Log,
    Nullable,
    Record,
    Schema,
    Whole,
    may,
    needs,
)
from hansa.kernel.text import Bilingual, mark

PPM = 1_000_000
AMOUNT_MAX = 10**12
_ISSUER_ALONE = (Weighted(ISSUER, 1),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fees:
    """Fees in millionths of the charged amount, and who pays them."""

    issuer_ppm: int = 0
    acquirer_ppm: int = 0
    centre_ppm: int = 0
    payer: str = ACQUIRER
    centre: str | None = None

    @property
    def total_ppm(self) -> int:
        """All fees together."""
        return self.issuer_ppm + self.acquirer_ppm + self.centre_ppm


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """Who bears what the list price exceeds the charge by."""

    bearers: tuple[Weighted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """How much of a discount is for changing, from the second tap of a journey."""

    discount_fen: int
    bearers: tuple[Weighted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What a version of transit rules declares."""

    operators: tuple[Weighted, ...]
    fees: Fees
    discount: Discount
    transfer: Transfer | None

    def parties(self) -> frozenset[str]:
        """Name every party that must be declared."""
        centre = frozenset({self.fees.centre} if self.fees.centre else ())
        changing = self.transfer.bearers if self.transfer else ()
        payer = (Weighted(self.fees.payer, 1),)
        return centre | named(
            (*self.operators, *payer, *self.discount.bearers, *changing)
        )

    def reads(self) -> frozenset[Column]:
        """Places in a journey are read only where changing is discounted."""
        changing = {Column.JOURNEY_LEG} if self.transfer else set()
        return frozenset({Column.LIST_FEN, *changing})

    def roles(self) -> frozenset[str]:
        """The issuer owes every fare; the rest hangs on the weights and the fees."""
        changing = self.transfer.bearers if self.transfer else ()
        paid = (Weighted(self.fees.payer, 1), *_payees(self.fees))
        return frozenset({ISSUER}) | roles_among(
            (
                *self.operators,
                *(paid if self.fees.total_ppm else ()),
                *self.discount.bearers,
                *changing,
            )
        )


def split(fact: Fact, parameters: Parameters) -> tuple[Claim, ...]:
    """Give the claims of one class of taps.

    Source: domain rules, section 14; the fee identity of peers' reports made exact.
    """
    fees, transfer = parameters.fees, parameters.transfer
    discount_fen = max((fact.list_fen or 0) - fact.amount_fen, 0)
    changed = transfer is not None and (fact.journey_leg or 0) > 1
    transfer_fen = min(discount_fen, transfer.discount_fen) if changed else 0  # type: ignore[union-attr]  # changed says that it is there
    claims = [
        Claim(
            purpose="fare",
            amount_fen=fact.amount_fen,
            debtors=_ISSUER_ALONE,
            creditors=parameters.operators,
        )
    ]
    if fees.total_ppm:
        claims.append(_fee(fact.amount_fen, fees))
    if transfer is not None and transfer_fen:
        claims.append(
            Claim(
                purpose="transfer-discount",
                amount_fen=transfer_fen,
                debtors=transfer.bearers,
                creditors=parameters.operators,
            )
        )
    if discount_fen > transfer_fen:
        claims.append(
            Claim(
                purpose="discount",
                amount_fen=discount_fen - transfer_fen,
                debtors=parameters.discount.bearers,
                creditors=parameters.operators,
            )
        )
    return tuple(claims)


def full_price(fact: Fact, _: Parameters) -> int:
    """Give the list price."""
    return fact.list_fen or 0


def _payees(fees: Fees) -> tuple[Weighted, ...]:
    shared = (
        Weighted(ISSUER, fees.issuer_ppm),
        Weighted(ACQUIRER, fees.acquirer_ppm),
        Weighted(fees.centre or ISSUER, fees.centre_ppm),
    )
    return tuple(part for part in shared if part.weight)


def _fee(amount_fen: int, fees: Fees) -> Claim:
    return Claim(
        purpose="fee",
        amount_fen=amount_fen * fees.total_ppm // PPM,
        debtors=(Weighted(fees.payer, 1),),
        creditors=_payees(fees),
    )


FEES = Record(
    Fees,
    {
        "issuer_ppm": may(Whole(least=0, most=PPM), "millionths for the issuer", 0),
        "acquirer_ppm": may(Whole(least=0, most=PPM), "millionths for the acquirer", 0),
        "centre_ppm": may(Whole(least=0, most=PPM), "millionths for the centre", 0),
        "payer": may(Line(longest=60), "who pays the fees", ACQUIRER),
        "centre": may(Nullable(Line(longest=60)), "the account of the centre"),
    },
)


@dataclass(frozen=True, slots=True)
class _Fees:
    """Fees: no more than the charge, and the centre's share needs the centre's account."""

    def read(self, node: Node, log: Log) -> Fees | None:
        fees = FEES.read(node, log)
        if fees is not None and fees.centre_ppm and fees.centre is None:
            log.error(
                "centre-unnamed",
                node.at,
                mark(
                    "A fee goes to the centre, and no account of the centre is named."
                ),
                mark("Write centre: with an account of participants.yaml."),
            )
            return None
        if fees is not None and fees.total_ppm > PPM:
            log.error(
                "fees-above-charge",
                node.at,
                mark(
                    "The fees add up to {ppm} millionths, more than the card is charged."
                ),
                mark("Write fees that add up to 1000000 millionths at most."),
                ppm=fees.total_ppm,
            )
            return None
        return fees

    def schema(self) -> Schema:
        return FEES.schema()


PARAMETERS = Record(
    Parameters,
    {
        "operators": may(
            Weights(),
            "who gets the charged amount, by weight",
            (Weighted(ACQUIRER, 1),),
        ),
        "fees": may(
            _Fees(),
            "fees on the charged amount",
            Fees(),
        ),
        "discount": may(
            Record(Discount, {"bearers": needs(Weights(), "who bears it, by weight")}),
            "who bears a discount on the list price",
            Discount(bearers=(Weighted(ISSUER, 1),)),
        ),
        "transfer": may(
            Nullable(
                Record(
                    Transfer,
                    {
                        "discount_fen": needs(
                            Whole(least=0, most=AMOUNT_MAX), "the most for one change"
                        ),
                        "bearers": needs(Weights(), "who bears it, by weight"),
                    },
                )
            ),
            "the discount for changing within a journey",
        ),
    },
)

SCHEME = Scheme(
    slug="transit",
    title=Bilingual("公共交通", "Public transport"),
    source="C-CLR-01, H-CLR-01; CJ/T 332-2016 names the roles",
    parameters=PARAMETERS,
    split=split,
    full_price=full_price,
)
