"""Where an aggregate runs: the record, a folder of Parquet, Spark, ClickHouse or BigQuery."""
