package dev.kiln.generation.request;

/** Why a request that was fine could not be served. */
public enum Trouble {
  /** The network could not be called, or failed on the request. */
  NETWORK,
  /** There was no memory even for the request alone. */
  OUT_OF_MEMORY,
  /** The network did not come back from the request and was stopped. */
  HUNG,
  /** The network's output, or what became of it, is not a number. */
  NOT_FINITE
}
