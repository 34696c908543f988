DROP TABLE cached_replies;
ALTER TABLE usage_records DROP COLUMN characters;
ALTER TABLE usage_records DROP COLUMN seconds;
ALTER TABLE usage_records DROP COLUMN images;
