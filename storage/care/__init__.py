"""The ledger looked after: examined, backed up, restored, and swept after runs cut off."""
