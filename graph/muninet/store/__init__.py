"""The only place that talks to Neo4j: the driver's door, and the private server."""
