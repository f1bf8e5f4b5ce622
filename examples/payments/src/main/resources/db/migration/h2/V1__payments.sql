create table payment (
    id           uuid primary key,
    number       bigint generated always as identity,
    shop         varchar not null,
    amount       bigint not null check (amount > 0),
    currency     varchar not null,
    charge       varchar not null,
    provider_key varchar unique,
    version      bigint not null default 1,
    description  varchar,
    reference    varchar,
    metadata     varchar not null default '{}',
    created_at   timestamp(6) with time zone not null default current_timestamp
);

create index payment_by_shop on payment (shop, number desc);

create table refund (
    id           uuid primary key,
    payment      uuid not null references payment (id),
    amount       bigint not null check (amount > 0),
    refund       varchar not null,
    provider_key varchar unique,
    created_at   timestamp(6) with time zone not null default current_timestamp
);

create table charge_note (
    payment     uuid primary key references payment (id),
    description varchar
);

create table charge_metadata (
    payment uuid not null references charge_note (payment),
    name    varchar not null,
    content varchar not null,
    primary key (payment, name)
);

comment on column payment.amount is 'minor units';
comment on column payment.charge is 'the provider''s name of the charge';
comment on column payment.provider_key is 'the Idempotency-Key of the charge at the provider';
comment on column payment.version is 'changes whenever what callers see of the payment does; its entity tag';
comment on column payment.reference is 'the shop''s own name of the payment';
comment on column refund.amount is 'minor units';
comment on column refund.refund is 'the provider''s name of the refund';
comment on column refund.provider_key is 'the Idempotency-Key of the refund at the provider';
comment on table charge_note is 'what a client of /v1/charges wrote beside a payment';
