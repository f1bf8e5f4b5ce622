alter table payment
    add column version     bigint not null default 1,
    add column description text,
    add column reference   text,
    add column metadata    jsonb  not null default '{}';

comment on column payment.version is 'changes whenever what callers see of the payment does; its entity tag';
comment on column payment.reference is 'the shop''s own name of the payment';
