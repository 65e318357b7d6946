"""The graph for assistants, by the Model Context Protocol: one message and the graph -> the reply."""
