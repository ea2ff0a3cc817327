package dev.kiln.export.export;

import dev.kiln.export.graph.pass.ByteWeights;
import dev.kiln.export.graph.pass.GraphPass;
import dev.kiln.export.graph.pass.HalfWeights;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How an ONNX file holds its weights. The arithmetic is float32 in each, so all are equally fast:
 * ONNX Runtime makes float32 weights of the others when it loads the file.
 */
public enum WeightFormat {
  /** As they were trained, 4 bytes each. */
  FLOAT32("fp32"),
  /** Rounded to 11 binary digits, 2 bytes each. */
  FLOAT16("fp16"),
  /** Rounded to one of 255 levels of their channel, 1 byte each. */
  INT8("int8");

  private final String label;

  WeightFormat(String label) {
    this.label = label;
  }

  /** What the command line and cards call it: fp32, fp16, int8. */
  public String label() {
    return label;
  }

  /** How far the results may lie from those of the network as it was trained. */
  public Tolerance tolerance() {
    return switch (this) {
      case FLOAT32 -> Tolerance.EXACT;
      case FLOAT16 -> Tolerance.relative(0.01);
      case INT8 -> Tolerance.relative(0.1);
    };
  }

  /** What stores a graph's weights in this format. */
  GraphPass pass() {
    return switch (this) {
      case FLOAT32 -> graph -> graph;
      case FLOAT16 -> new HalfWeights();
      case INT8 -> new ByteWeights();
    };
  }

  /**
   * The format of that label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static WeightFormat of(String label) {
    return Arrays.stream(values())
        .filter(format -> format.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "weights are stored as "
                        + Arrays.stream(values())
                            .map(WeightFormat::label)
                            .collect(Collectors.joining(", "))
                        + ", not as "
                        + label));
  }
}
