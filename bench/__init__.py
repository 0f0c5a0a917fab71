"""How quick the portal's pages are, next to bare Django on the same machine in the same run."""
