package dev.kiln.export.recipe;

/** How fast a training goes: an average that weighs the last half minute most. */
final class Pace {
  private static final double MEMORY_SECONDS = 30;

  private double images;
  private double seconds;

  /** A step over so many images that took so long. */
  void step(int batch, double took) {
    double kept = Math.exp(-took / MEMORY_SECONDS);
    images = kept * images + batch;
    seconds = kept * seconds + took;
  }

  double imagesPerSecond() {
    return images / Math.max(1e-9, seconds);
  }
}
