"""The private PostgreSQL and Valkey of a checkout, and the launcher that runs Homeward on them."""
