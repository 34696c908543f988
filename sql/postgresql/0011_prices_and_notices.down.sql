DROP TABLE alerts_told;
DROP TABLE alert_settings;
DROP TABLE webhook_deliveries;
DROP TABLE webhooks;
DROP TABLE corrected_calls;
DROP TABLE price_corrections;
ALTER TABLE models DROP COLUMN pricing_policy;
