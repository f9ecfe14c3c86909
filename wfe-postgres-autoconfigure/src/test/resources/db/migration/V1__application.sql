CREATE TABLE application_by_flyway (id text PRIMARY KEY);
