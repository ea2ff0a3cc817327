package dev.kiln.generation.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One sample's values: a flat, row-major float array with its shape. The array is not copied;
 * whoever makes a tensor hands the array over.
 */
public final class FloatTensor {

  private final Shape shape;
  private final float[] values;

  public FloatTensor(Shape shape, float[] values) {
    if (values.length != shape.size()) {
      throw new IllegalArgumentException(
          "a tensor of shape " + shape + " has " + shape.size() + " values, got " + values.length);
    }
    this.shape = shape;
    this.values = values;
  }

  public Shape shape() {
    return shape;
  }

  /** The values themselves, not a copy. */
  public float[] values() {
    return values;
  }

  /** The values as 32-bit IEEE floats, little-endian. */
  public byte[] toBytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  /** Reads what {@link #toBytes} wrote. */
  public static FloatTensor fromBytes(Shape shape, byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return new FloatTensor(shape, values);
  }

  /** True when any value is NaN or infinite. */
  public boolean hasNonFinite() {
    return Finite.firstOther(values) >= 0;
  }
}
