package dev.kiln.generation.tensor;

/** Tells numbers from what is none, at a fraction of a nanosecond a value. */
public final class Finite {

  /** All bits of a float but its sign. */
  private static final int MAGNITUDE = 0x7fff_ffff;

  /** The lowest bit of the exponent: carries into the sign where the exponent is all ones. */
  private static final int CARRY = 0x0080_0000;

  private Finite() {}

  /** The place of the first NaN or infinite value, or -1 where all are numbers. */
  public static int firstOther(float[] values) {
    int carried = 0;
    for (float value : values) {
      carried |= (Float.floatToRawIntBits(value) & MAGNITUDE) + CARRY;
    }
    if (carried >= 0) {
      return -1;
    }
    int place = 0;
    while (Float.isFinite(values[place])) {
      place++;
    }
    return place;
  }
}
