package dev.kiln.generation.stage;

/** Spherical linear interpolation (Shoemake 1985). */
final class Sphere {

  /** Below this sine the two directions are one, and the straight line serves. */
  private static final double PARALLEL = 1e-6;

  private Sphere() {}

  /**
   * Turns {@code a} towards {@code b} by the fraction {@code f} of the angle between them. At 0 it
   * leaves {@code a} as it is, at 1 it gives {@code b}.
   *
   * @param a one end; receives the result
   * @param b the other end, of the same length
   */
  static void slerp(float[] a, float[] b, double f) {
    if (f == 0) {
      return;
    }
    double dot = 0;
    double lengthA = 0;
    double lengthB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      lengthA += (double) a[i] * a[i];
      lengthB += (double) b[i] * b[i];
    }
    double norm = Math.sqrt(lengthA * lengthB);
    double cosine = norm == 0 ? 1 : Math.max(-1, Math.min(1, dot / norm));
    double angle = Math.acos(cosine);
    double sine = Math.sin(angle);
    boolean straight = sine < PARALLEL;
    float weightA = (float) (straight ? 1 - f : Math.sin((1 - f) * angle) / sine);
    float weightB = (float) (straight ? f : Math.sin(f * angle) / sine);
    for (int i = 0; i < a.length; i++) {
      a[i] = weightA * a[i] + weightB * b[i];
    }
  }
}
