-- Semel, PostgreSQL, version 1. Names are unqualified: the search path decides the schema.

create table semel_schema (
  version integer not null primary key,
  installed_at timestamptz not null default now()
);

-- Fencing tokens. Never reset it, never let it cycle, keep CACHE 1: a cached block would break their order.
create sequence semel_fence as bigint start with 1 increment by 1 no cycle cache 1;

-- One row a cell. No index may mention a column that complete or renew writes, or those updates are no longer HOT.
create table semel_record (
  key_hash uuid not null primary key,
  fence bigint not null,
  lease_until timestamptz not null,
  expires_at timestamptz not null,
  claim_node bigint not null,
  claim_sequence bigint not null,
  operation_id bigint not null,
  scope_id bigint not null,
  attempt integer not null,
  state smallint not null,
  history smallint not null,
  effect boolean not null,
  fingerprint bytea,
  result bytea
) with (
  fillfactor = 75,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_cost_delay = 0,
  toast.autovacuum_vacuum_scale_factor = 0.05
);

comment on column semel_record.state is '0 in progress, 1 completed, 2 held (outcome unknown)';
comment on column semel_record.lease_until is '-infinity: released';
comment on column semel_record.history is 'of the grant: 0 fresh, 1 after a release, 2 abandoned, 3 indeterminate';
comment on column semel_record.effect is 'an effect outside may have happened';

create index semel_record_expires_at on semel_record (expires_at);

-- For people who look at semel_record; nothing in Semel reads it.
create table semel_operation (
  operation_id bigint not null primary key,
  name text not null
);

-- Servers without lz4 keep their default compression. One line, because some migration tools split at line ends.
do $$ begin execute 'alter table semel_record alter column result set compression lz4'; exception when feature_not_supported or syntax_error or invalid_parameter_value then null; end $$;

insert into semel_schema (version) values (1);
