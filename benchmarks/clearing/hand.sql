-- The settlement task as good as a person can write it for DuckDB, over a view "taps" and the
-- tables "weights" (service, place, operator, weight), "services" (service, amount_max_fen) and
-- "parties" (institution, party). {first_us} and {end_us} bound what the window takes.
--
-- Tried and slower, at ten million rows: group by ... having count(*) > 1 (1.8 x the partition
-- below), sort and lag (1.05 x), 64 bits of the hash instead of 32 (1.2 x), one sort for both
-- proofs (1.5 x), comparing timestamps instead of microseconds (1.4 x for the classes), and
-- taking marked rows out of the scan for classes instead of subtracting them (2 x).

-- Hashes of 32 bits of what occurs twice. Some rows are named by chance; step 3 compares in full.
create temp table serials as
select distinct h from (
    select h, row_number() over (partition by h) as nth
    from (select (hash(acquirer, record_id) >> 32)::uinteger as h from taps)
) where nth = 2;

create temp table counters as
select distinct h from (
    select h, row_number() over (partition by h) as nth
    from (select (hash(card, counter) >> 32)::uinteger as h from taps)
) where nth = 2;

create temp table odd as
select record_id, acquirer, issuer, card, counter, service, kind, original_record_id, amount_fen,
    epoch_us(occurred_at) as at_us
from taps
where (hash(acquirer, record_id) >> 32)::uinteger in (from serials)
    or (hash(card, counter) >> 32)::uinteger in (from counters);

-- One row for each content; what equals it is an exact copy.
create temp table judged as
with contents as (select *, count(*) as copies from odd group by all),
dated as (
    select contents.*,
        case when count(*) over (partition by acquirer, record_id) > 1 then 'DUP_CONFLICT'
            when amount_fen > amount_max_fen then 'AMOUNT_RANGE'
            when at_us >= {end_us} then 'FUTURE'
            when at_us < {first_us} then 'LATE' end as code
    from contents left join services using (service)
)
select * replace (
    case when code is not null then code
        when count(*) over (partition by code is null, card, counter) > 1 then 'CTR_REPEAT'
        else 'ACCEPTED' end as code)
from dated;

-- All rows by class, less the odd ones, and those again as they were judged.
create temp table classes as
with every as (
    select issuer, service, amount_fen,
        case when epoch_us(occurred_at) >= {end_us} then 'FUTURE'
            when epoch_us(occurred_at) < {first_us} then 'LATE' else 'ACCEPTED' end as code,
        count(*) as times
    from taps group by all
    union all
    select issuer, service, amount_fen,
        case when at_us >= {end_us} then 'FUTURE'
            when at_us < {first_us} then 'LATE' else 'ACCEPTED' end as code,
        -count(*) as times
    from odd group by all
),
plain as (
    select issuer, service, amount_fen, code, sum(times)::bigint as times from every group by all
)
select issuer, service, amount_fen, times,
    case when issuer_party.party is null then 'PARTY_UNKNOWN'
        when amount_fen > amount_max_fen then 'AMOUNT_RANGE'
        when code <> 'ACCEPTED' then code
        when amount_max_fen is null then 'RULE_NONE' else code end as code,
    issuer_party.party as debtor
from (
    from plain
    union all
    select issuer, service, amount_fen, code, count(*) as times from judged group by all
)
left join parties as issuer_party on issuer = institution
left join services using (service)
where times <> 0;

create temp table shares as
with units as (select distinct service, amount_fen from classes where code = 'ACCEPTED'),
whole as (select service, sum(weight)::bigint as weights from weights group by all),
floors as (
    select service, amount_fen, operator, place,
        amount_fen * weight // weights as fen, amount_fen * weight % weights as remainder
    from units join weights using (service) join whole using (service)
)
select service, amount_fen, operator,
    fen + case when
        row_number() over (partition by service, amount_fen order by remainder desc, place)
        <= amount_fen - sum(fen) over (partition by service, amount_fen)
        then 1 else 0 end as share_fen
from floors;

create temp table legs as
select debtor, operator as creditor, service, sum(share_fen * times)::bigint as amount_fen
from classes join shares using (service, amount_fen)
where code = 'ACCEPTED' and share_fen > 0
group by all;

create temp table bilateral as
select debtor, creditor, sum(amount_fen)::bigint as amount_fen
from legs where debtor <> creditor group by all;

create temp table net as
select party, sum(fen)::bigint as amount_fen from (
    select distinct party, 0 as fen from parties
    union all select creditor, amount_fen from bilateral
    union all select debtor, -amount_fen from bilateral
) group by all;

create temp table counts as
select code, sum(times)::bigint as times from (
    select code, times from classes
    union all select 'DUP_EXACT', copies - 1 from judged
) group by all having sum(times) > 0;
