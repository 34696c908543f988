DROP TABLE short_numbers;
