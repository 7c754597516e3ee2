-- A line a service: who leads and who refers, from which wards, whose cases they are.
create schema bench;
create unlogged table bench.person (name text primary key, id bigint not null);
create unlogged table bench.service (
  k int primary key, lead bigint, trust bigint, scheme bigint, wards bigint[], coordinators bigint[], sender bigint,
  provider bigint);
create unlogged table bench.provider (k int primary key, organisation bigint);
