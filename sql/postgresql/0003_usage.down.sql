DROP TABLE usage_rollups;
DROP TABLE usage_records;
