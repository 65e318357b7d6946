"""The subcommands of `kg`, a module for each: `declare` its options, `run` it and give the exit status."""
