-- Semel, MariaDB 10.6 or newer, version 1. Names are unqualified: the connection's database has them. Each statement can
-- be run again after a failure half-way, because MariaDB commits after each.

-- Fencing tokens. Never reset it, never let it cycle. The cache is the server's, not a session's: it costs no order.
create sequence if not exists semel_fence start with 1 increment by 1 nocycle cache 1000 engine = InnoDB;

-- One row a cell. Times are UTC, whatever zone a session has.
create table if not exists semel_record (
  key_hash binary(16) not null primary key,
  fence bigint not null,
  lease_until datetime(6) not null comment '1970-01-01: released',
  expires_at datetime(6) not null,
  claim_node bigint not null,
  claim_sequence bigint not null,
  operation_id bigint not null,
  scope_id bigint not null,
  attempt integer not null,
  state tinyint not null comment '0 in progress, 1 completed, 2 held (outcome unknown)',
  history tinyint not null comment 'of the grant: 0 fresh, 1 after a release, 2 abandoned, 3 indeterminate',
  effect boolean not null comment 'an effect outside may have happened',
  writes integer unsigned not null default 0 comment 'makes each write a change, whatever the driver counts',
  fingerprint varbinary(1024),
  result longblob,
  key semel_record_expires_at (expires_at)
) engine = InnoDB row_format = dynamic;

-- For people who look at semel_record; nothing in Semel reads it.
create table if not exists semel_operation (
  operation_id bigint not null primary key,
  name text character set utf8mb4 collate utf8mb4_bin not null
) engine = InnoDB;

create table if not exists semel_schema (
  version integer not null primary key,
  installed_at timestamp(6) not null default current_timestamp(6)
) engine = InnoDB;

insert into semel_schema (version) values (1) on duplicate key update version = version;
