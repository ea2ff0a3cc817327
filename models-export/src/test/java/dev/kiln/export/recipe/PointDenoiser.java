package dev.kiln.export.recipe;

import static dev.kiln.export.ops.Layers.embedding;
import static dev.kiln.export.ops.Layers.linear;

import dev.kiln.export.nets.Denoiser;
import dev.kiln.export.nets.Port;
import dev.kiln.export.ops.Ops;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A denoiser of points in the plane: three linear layers that see the point, sinusoids of the time,
 * and the class where there are classes.
 *
 * @param classes how many classes; the next index means "no class"; none for an unconditional one
 */
record PointDenoiser(int classes) implements Denoiser {
  private static final int WAVES = 16;
  private static final long WIDTH = 64;

  @Override
  public List<Port> inputs() {
    Port x = Port.numbers("x", 2);
    Port t = Port.time("t", 999);
    return classes == 0 ? List.of(x, t) : List.of(x, t, Port.index("label", classes + 1));
  }

  @Override
  public Port output() {
    return Port.numbers("prediction", 2);
  }

  @Override
  public List<Long> sampleShape() {
    return List.of(2L);
  }

  @Override
  public Map<String, List<Long>> nothing() {
    return classes == 0 ? Map.of() : Map.of("label", List.of((long) classes));
  }

  @Override
  public <T> T apply(Ops<T> ops, List<T> inputs) {
    return denoise(
        ops,
        inputs.get(0),
        inputs.get(1),
        classes == 0 ? Map.of() : Map.of("label", inputs.get(2)));
  }

  @Override
  public <T> T denoise(Ops<T> ops, T x, T time, Map<String, T> conditions) {
    float[] frequencies = new float[WAVES];
    for (int i = 0; i < WAVES; i++) {
      frequencies[i] = (float) Math.pow(10_000, -(double) i / WAVES);
    }
    T angles = ops.multiply(ops.reshape(time, -1, 1), ops.constant(frequencies, 1, WAVES));
    T waves = ops.concat(1, List.of(ops.sin(angles), ops.cos(angles)));
    T context = linear(ops, "time", waves, 2L * WAVES, WIDTH);
    if (classes > 0) {
      T label = Objects.requireNonNull(conditions.get("label"));
      context = ops.add(context, embedding(ops, "label", label, classes + 1L, WIDTH));
    }
    T hidden = ops.silu(ops.add(linear(ops, "in", x, 2, WIDTH), context));
    hidden = ops.silu(ops.add(linear(ops, "hidden0", hidden, WIDTH, WIDTH), context));
    hidden = ops.silu(linear(ops, "hidden1", hidden, WIDTH, WIDTH));
    return linear(ops, "out", hidden, WIDTH, 2);
  }
}
