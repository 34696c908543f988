DROP TABLE settings;
DROP TABLE limits;
DROP TABLE plans;
