"""What comes along for Neo4j Browser: favourites, a style and a guide, made from the catalogue and the model."""
