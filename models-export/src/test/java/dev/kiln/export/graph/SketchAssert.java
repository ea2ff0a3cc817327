package dev.kiln.export.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import java.util.List;
import org.assertj.core.data.Offset;

/** What every pass must leave as it is. */
public final class SketchAssert {
  private SketchAssert() {}

  /** Both graphs are sound, have the same ports and compute the same at two batch sizes. */
  public static void computesTheSame(GraphProto before, GraphProto after, double within) {
    assertThat(GraphCheck.faults(before)).isEmpty();
    assertThat(GraphCheck.faults(after)).isEmpty();
    assertThat(after.getInputList()).isEqualTo(before.getInputList());
    assertThat(after.getOutputList()).isEqualTo(before.getOutputList());
    for (int batch : new int[] {2, 5}) {
      List<float[]> expected = Sketch.run(before, batch);
      List<float[]> found = Sketch.run(after, batch);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(found.get(i)).hasSize(expected.get(i).length);
        for (int k = 0; k < found.get(i).length; k++) {
          assertThat((double) found.get(i)[k])
              .as("output %d, value %d, batch %d", i, k, batch)
              .isCloseTo((double) expected.get(i)[k], Offset.offset(within));
        }
      }
    }
  }
}
