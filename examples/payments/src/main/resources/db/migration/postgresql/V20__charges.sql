create table charge_note (
    payment     uuid primary key references payment (id),
    description text,
    metadata    jsonb not null
);

comment on table charge_note is 'what a client of /v1/charges wrote beside a payment';
