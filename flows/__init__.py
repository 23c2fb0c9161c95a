"""When things happen: Prefect flows that call steps. Prefect is given references only."""
