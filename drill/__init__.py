"""What goes wrong only when many do it at once, or when a process dies: `make drill`."""
