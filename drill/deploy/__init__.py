"""The steps of docs/deploying.md, run on this machine in a folder that is thrown away."""
