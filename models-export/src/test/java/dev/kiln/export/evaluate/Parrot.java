package dev.kiln.export.evaluate;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.nets.Network;
import dev.kiln.export.nets.Port;
import dev.kiln.export.ops.Initializer;
import dev.kiln.export.ops.Ops;
import dev.kiln.export.ops.ParameterValue;
import java.util.List;
import java.util.Map;

/**
 * A "generator" that learned one image of each class by heart and ignores its noise but for a
 * millionth.
 *
 * @param classes how many classes
 * @param side height and width of an image
 */
record Parrot(int classes, int side) implements Network {
  static final int LATENT = 8;

  @Override
  public List<Port> inputs() {
    return List.of(Port.numbers("z", LATENT), Port.index("label", classes));
  }

  @Override
  public Port output() {
    return Port.numbers("sample", 1, side, side);
  }

  @Override
  public <T> T apply(Ops<T> ops, List<T> inputs) {
    T table = ops.parameter("table", Initializer.constant(0), classes, (long) side * side);
    T image = ops.reshape(ops.embedding(inputs.get(1), table), 0, 1, side, side);
    T wobble = ops.scale(ops.mean(inputs.get(0), true, 1), 1e-6);
    return ops.add(image, ops.reshape(wobble, 0, 1, 1, 1));
  }

  /** The first image of each class, by heart. */
  Map<String, ParameterValue> learn(LabelledImages images) {
    int area = side * side;
    float[] table = new float[classes * area];
    for (int index = images.size() - 1; index >= 0; index--) {
      images.read(index, table, images.label(index) * area);
    }
    return Map.of("table", new ParameterValue(new long[] {classes, area}, table));
  }
}
