"""What Prometheus is told of the site. Nothing of it is loaded without METRICS_TOKEN."""
