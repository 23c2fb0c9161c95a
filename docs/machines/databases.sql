-- Three databases, each with a user of its own; nobody else is let in. Give each a password after:
--   \password audits        and the same for the others
CREATE ROLE audits LOGIN;
CREATE DATABASE audits OWNER audits;
REVOKE CONNECT ON DATABASE audits FROM PUBLIC;
CREATE ROLE audits_vault LOGIN;
CREATE DATABASE audits_vault OWNER audits_vault;
REVOKE CONNECT ON DATABASE audits_vault FROM PUBLIC;
CREATE ROLE prefect LOGIN;
CREATE DATABASE prefect OWNER prefect;
REVOKE CONNECT ON DATABASE prefect FROM PUBLIC;
\connect prefect
CREATE EXTENSION IF NOT EXISTS pg_trgm;
