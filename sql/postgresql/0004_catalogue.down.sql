DROP TABLE category_changes;
DROP TABLE pricing_categories;
DROP TABLE list_prices;
DROP TABLE price_versions;
DROP TABLE model_aliases;
DROP TABLE models;
