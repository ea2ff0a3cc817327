package dev.kiln.schemas.registry;

/** What a new version of a schema must keep readable, in the registry's own words. */
public enum Compatibility {
  /** Anything goes. */
  NONE,
  /** The new schema reads what the last one wrote. */
  BACKWARD,
  /** The new schema reads what every earlier one wrote. */
  BACKWARD_TRANSITIVE,
  /** The last schema reads what the new one writes. */
  FORWARD,
  /** Every earlier schema reads what the new one writes. */
  FORWARD_TRANSITIVE,
  /** Both directions, against the last version. */
  FULL,
  /** Both directions, against every version. */
  FULL_TRANSITIVE
}
