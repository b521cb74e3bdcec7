"""What leaves the county: tables of a release, their protection, their audit, the ledger."""
