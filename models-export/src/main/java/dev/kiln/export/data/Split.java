package dev.kiln.export.data;

/**
 * Which typefaces a set of drawn digits may use, so that a judge never learned from what a
 * generator learned from.
 */
public enum Split {
  /** Faces that generators train on. */
  TRAIN(1),
  /** Faces that the judge trains on. */
  JUDGE(2),
  /** Faces that nothing trains on: what a score is measured on. */
  HELD_OUT(3);

  private final long salt;

  Split(long salt) {
    this.salt = salt;
  }

  /** Makes equal seeds of two splits differ. */
  public long salted(long seed) {
    return seed * 31 + salt;
  }
}
