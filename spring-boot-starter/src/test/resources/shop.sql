create table if not exists payment (
    id     uuid primary key,
    shop   text not null,
    note   text not null,
    amount bigint not null
);
