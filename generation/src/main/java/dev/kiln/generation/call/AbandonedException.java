package dev.kiln.generation.call;

/**
 * A call came back after it was given up: somebody else does its thread's work now, and the thread
 * has nothing left to do but to end.
 */
public final class AbandonedException extends Exception {

  private static final long serialVersionUID = 1L;

  AbandonedException() {
    super("the call came back after it was given up", null, false, false);
  }
}
