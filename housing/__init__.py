"""What is done: the catalogue, interventions, temporary flats and stays, rehousing."""
