"""When things happen: Prefect flows over the steps. Only references cross into Prefect."""
