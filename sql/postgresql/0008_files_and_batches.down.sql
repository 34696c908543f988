DROP TABLE provider_files;
DROP TABLE fine_tuning_jobs;
DROP TABLE stored_responses;
DROP TABLE batches;
DROP TABLE files;
ALTER TABLE usage_records DROP COLUMN price_percent;
