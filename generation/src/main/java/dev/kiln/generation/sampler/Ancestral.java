package dev.kiln.generation.sampler;

/**
 * The split of a step into a longer one down and fresh noise up, as in ancestral sampling of
 * variance exploding models (k-diffusion; equation 8 of arXiv 2006.11239 in another scale). In
 * float32, as the reference does it, since the differences cancel.
 */
record Ancestral(double down, double up) {
  static Ancestral of(double from, double to) {
    float a = (float) from;
    float b = (float) to;
    float up = (float) Math.sqrt(b * b * (a * a - b * b) / (a * a));
    float down = (float) Math.sqrt(Math.max(0, b * b - up * up));
    return new Ancestral(down, up);
  }
}
