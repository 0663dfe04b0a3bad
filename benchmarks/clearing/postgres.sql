-- The hand-written SQL for PostgreSQL, over the unlogged table "taps" and the tables "weights",
-- "services" and "parties"; {first_us} and {end_us} bound what the window takes.
--
-- Tried and slower: window functions over all rows, and an index on the serials.

create temp table serials as
select hashtextextended(record_id, hashtext(acquirer)) as h
from taps group by 1 having count(*) > 1;

create temp table counters as
select hashtextextended(card, counter) as h
from taps group by 1 having count(*) > 1;

analyze serials, counters;

create temp table odd as
select * from taps
where hashtextextended(record_id, hashtext(acquirer)) in (select h from serials)
    or hashtextextended(card, counter) in (select h from counters);

create temp table judged as
with contents as (
    select record_id, acquirer, issuer, card, counter, service, kind, original_record_id,
        amount_fen, at_us, count(*) as copies
    from odd group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
),
dated as (
    select contents.*,
        case when count(*) over (partition by acquirer, record_id) > 1 then 'DUP_CONFLICT'
            when amount_fen > amount_max_fen then 'AMOUNT_RANGE'
            when at_us >= {end_us} then 'FUTURE'
            when at_us < {first_us} then 'LATE' end as first_code
    from contents left join services using (service)
)
select dated.*,
    case when first_code is not null then first_code
        when count(*) over (partition by first_code is null, card, counter) > 1
        then 'CTR_REPEAT' else 'ACCEPTED' end as code
from dated;

create temp table classes as
with every as (
    select issuer, service, amount_fen,
        case when at_us >= {end_us} then 'FUTURE'
            when at_us < {first_us} then 'LATE' else 'ACCEPTED' end as code,
        count(*) as times
    from taps group by 1, 2, 3, 4
    union all
    select issuer, service, amount_fen,
        case when at_us >= {end_us} then 'FUTURE'
            when at_us < {first_us} then 'LATE' else 'ACCEPTED' end,
        -count(*)
    from odd group by 1, 2, 3, 4
    union all
    select issuer, service, amount_fen, code, count(*) from judged group by 1, 2, 3, 4
),
added as (
    select issuer, service, amount_fen, code, sum(times)::bigint as times
    from every group by 1, 2, 3, 4 having sum(times) <> 0
)
select issuer, service, amount_fen, times, party as debtor,
    case when party is null then 'PARTY_UNKNOWN'
        when amount_fen > amount_max_fen then 'AMOUNT_RANGE'
        when code <> 'ACCEPTED' then code
        when amount_max_fen is null then 'RULE_NONE' else code end as code
from added left join parties on issuer = institution left join services using (service);

analyze classes;

create temp table shares as
with units as (select distinct service, amount_fen from classes where code = 'ACCEPTED'),
whole as (select service, sum(weight)::bigint as weights from weights group by 1),
floors as (
    select service, amount_fen, operator, place,
        amount_fen * weight / weights as fen, amount_fen * weight % weights as remainder
    from units join weights using (service) join whole using (service)
)
select service, amount_fen, operator,
    fen + case when
        row_number() over (partition by service, amount_fen order by remainder desc, place)
        <= amount_fen - sum(fen) over (partition by service, amount_fen)
        then 1 else 0 end as share_fen
from floors;

analyze shares;

create temp table legs as
select debtor, operator as creditor, service, sum(share_fen * times)::bigint as amount_fen
from classes join shares using (service, amount_fen)
where code = 'ACCEPTED' and share_fen > 0
group by 1, 2, 3;

create temp table bilateral as
select debtor, creditor, sum(amount_fen)::bigint as amount_fen
from legs where debtor <> creditor group by 1, 2;

create temp table net as
select party, sum(fen)::bigint as amount_fen from (
    select distinct party, 0::bigint as fen from parties
    union all select creditor, amount_fen from bilateral
    union all select debtor, -amount_fen from bilateral
) moved group by 1;

create temp table counts as
select code, sum(times)::bigint as times from (
    select code, times from classes
    union all select 'DUP_EXACT', copies - 1 from judged
) every group by 1 having sum(times) > 0;
