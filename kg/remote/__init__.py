"""Other SPARQL servers: where they are asked, what is published there, and whether they answer as we do."""
