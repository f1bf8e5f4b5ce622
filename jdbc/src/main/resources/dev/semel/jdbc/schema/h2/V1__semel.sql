-- Semel, H2 2.4 or newer, version 1. Names are unqualified: the session's schema has them. Each statement can be run
-- again after a failure half-way, because H2 commits after each.

-- Fencing tokens. Never reset it, never let it cycle.
create sequence if not exists semel_fence as bigint start with 1 increment by 1 no cycle;

-- One row a cell. State: 0 in progress, 1 completed, 2 held (outcome unknown). A lease until 1970 is released. History
-- of the grant: 0 fresh, 1 after a release, 2 abandoned, 3 indeterminate. Effect: one outside may have happened.
create table if not exists semel_record (
  key_hash uuid not null primary key,
  fence bigint not null,
  lease_until timestamp(6) with time zone not null,
  expires_at timestamp(6) with time zone not null,
  claim_node bigint not null,
  claim_sequence bigint not null,
  operation_id bigint not null,
  scope_id bigint not null,
  attempt integer not null,
  state smallint not null,
  history smallint not null,
  effect boolean not null,
  fingerprint varbinary(1024),
  result binary large object
);

create index if not exists semel_record_expires_at on semel_record (expires_at);

-- For people who look at semel_record; nothing in Semel reads it.
create table if not exists semel_operation (
  operation_id bigint not null primary key,
  name varchar not null
);

create table if not exists semel_schema (
  version integer not null primary key,
  installed_at timestamp(6) with time zone default current_timestamp not null
);

merge into semel_schema (version) key (version) values (1);
