"""Signing in through a provider of accounts (OpenID Connect).

Nothing of it is loaded without OIDC_ISSUER, for it takes a process some fifteen megabytes.
"""
