-- Case and spaces at the end count, as on the other databases; the server's own default may be latin1 and neither.
create table payment (
    id           uuid primary key,
    number       bigint not null auto_increment unique,
    shop         varchar(100) not null,
    amount       bigint not null comment 'minor units' check (amount > 0),
    currency     varchar(3) not null,
    charge       varchar(100) not null comment 'the provider''s name of the charge',
    provider_key varchar(100) unique comment 'the Idempotency-Key of the charge at the provider',
    version      bigint not null default 1
        comment 'changes whenever what callers see of the payment does; its entity tag',
    description  varchar(500),
    reference    varchar(64) comment 'the shop''s own name of the payment',
    metadata     mediumtext not null default '{}',
    created_at   timestamp(6) not null default current_timestamp(6),
    key payment_by_shop (shop, number)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

create table refund (
    id           uuid primary key,
    payment      uuid not null references payment (id),
    amount       bigint not null comment 'minor units' check (amount > 0),
    refund       varchar(100) not null comment 'the provider''s name of the refund',
    provider_key varchar(100) unique comment 'the Idempotency-Key of the refund at the provider',
    created_at   timestamp(6) not null default current_timestamp(6)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

create table charge_note (
    payment     uuid primary key references payment (id),
    description varchar(500)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin comment 'what a client of /v1/charges wrote beside a payment';

create table charge_metadata (
    payment uuid not null references charge_note (payment),
    name    varchar(40) not null,
    content varchar(500) not null,
    primary key (payment, name)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;
