package dev.kiln.export.evaluate;

/** Is told how far a long piece of work has come. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NONE = (what, done, total) -> {};

  /**
   * How far the work is now.
   *
   * @param what the work at hand, such as "samples"
   * @param done how much of it is done
   * @param total how much there is; it is finished once {@code done} reaches this
   */
  void at(String what, long done, long total);
}
