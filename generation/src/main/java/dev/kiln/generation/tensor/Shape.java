package dev.kiln.generation.tensor;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The shape of one sample, row-major, without the batch dimension: {@code [1, 28, 28]} is one
 * channel of 28 rows of 28 columns.
 *
 * @param dims the sizes, outermost first; each at least 1
 */
public record Shape(List<Integer> dims) {

  /** The largest number of values that one sample may have (2^28, one GiB of floats). */
  private static final long MAX_SIZE = 1L << 28;

  public Shape {
    dims = List.copyOf(dims);
    long size = 1;
    for (int dim : dims) {
      if (dim < 1) {
        throw new IllegalArgumentException(
            "every dimension of a shape must be at least 1, was " + dims);
      }
      size *= dim;
      if (size > MAX_SIZE) {
        throw new IllegalArgumentException(
            "a shape may have at most " + MAX_SIZE + " values, " + dims + " has more");
      }
    }
  }

  @JsonCreator
  static Shape fromJson(List<Integer> dims) {
    return new Shape(dims);
  }

  public static Shape of(int... dims) {
    return new Shape(Arrays.stream(dims).boxed().toList());
  }

  @JsonValue
  List<Integer> toJson() {
    return dims;
  }

  /** The number of values in one sample. */
  public int size() {
    int size = 1;
    for (int dim : dims) {
      size *= dim;
    }
    return size;
  }

  public int rank() {
    return dims.size();
  }

  /** The shape of {@code rows} samples together, as ONNX Runtime wants it. */
  public long[] batched(int rows) {
    long[] batched = new long[dims.size() + 1];
    batched[0] = rows;
    for (int i = 0; i < dims.size(); i++) {
      batched[i + 1] = dims.get(i);
    }
    return batched;
  }

  @Override
  public String toString() {
    return dims.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
