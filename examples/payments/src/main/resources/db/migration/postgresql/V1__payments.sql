create table payment (
    id         uuid primary key,
    number     bigint generated always as identity,
    shop       text not null,
    amount     bigint not null check (amount > 0),
    currency   text not null,
    charge     text not null,
    created_at timestamptz not null default now()
);

create index payment_by_shop on payment (shop, number desc);

create table refund (
    id         uuid primary key,
    payment    uuid not null references payment (id),
    amount     bigint not null check (amount > 0),
    refund     text not null,
    created_at timestamptz not null default now()
);

create index refund_by_payment on refund (payment);

comment on column payment.amount is 'minor units';
comment on column payment.charge is 'the provider''s name of the charge';
comment on column refund.amount is 'minor units';
comment on column refund.refund is 'the provider''s name of the refund';
