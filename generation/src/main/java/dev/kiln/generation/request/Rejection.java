package dev.kiln.generation.request;

/** Why a request cannot be served. */
public enum Rejection {
  UNKNOWN_GENERATOR,
  BAD_CONDITION,
  BAD_COUNT,
  BAD_STEPS,
  BAD_GUIDANCE,
  BAD_SAMPLER,
  BAD_IMAGE,
  BAD_INTERPOLATION,
  BAD_PREVIEWS
}
