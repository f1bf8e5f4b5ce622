-- One row for each key that the provider was asked under: what runs again finds it, and what runs beside it is refused.
alter table payment add column provider_key text;
create unique index payment_by_provider_key on payment (provider_key);

alter table refund add column provider_key text;
create unique index refund_by_provider_key on refund (provider_key);

comment on column payment.provider_key is 'the Idempotency-Key of the charge at the provider; null before this column';
comment on column refund.provider_key is 'the Idempotency-Key of the refund at the provider; null before this column';

-- From here on the statements are those of MariaDB and H2 as well: text for what is only shown, rows for what is looked for.
alter table payment
    alter column metadata drop default,
    alter column metadata type text using metadata::text,
    alter column metadata set default '{}';

create table charge_metadata (
    payment uuid not null references charge_note (payment),
    name    text not null,
    content text not null,
    primary key (payment, name)
);

insert into charge_metadata (payment, name, content)
select n.payment, member.name, member.content
  from charge_note n
 cross join lateral jsonb_each_text(n.metadata) as member (name, content);

alter table charge_note drop column metadata;
