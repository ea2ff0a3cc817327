package dev.kiln.export.nets;

import static dev.kiln.export.ops.Layers.linear;

import dev.kiln.export.ops.Ops;
import java.util.List;
import java.util.Map;

/**
 * Residual perceptron for rows of a table: what TabDDPM (Kotelnikov et al. 2023, arXiv 2209.15421)
 * uses, with the residual blocks of Gorishniy et al. 2021 (arXiv 2106.11959) and the timestep added
 * in each of them.
 *
 * <pre>
 *   x [N, row] -> in [N, width] -> (+ silu, linear, + time, silu, linear) ... -> out -> v [N, row]
 * </pre>
 *
 * @param row how many numbers a row has
 * @param width how many each block has
 * @param blocks how many blocks
 */
public record TableDenoiser(long row, long width, int blocks) implements Denoiser {
  private static final int FREQUENCIES = 32;
  private static final long EMBEDDING = 128;

  /** The network of the shipped generator, for rows of any length. */
  public static TableDenoiser forRows(long row) {
    return new TableDenoiser(row, 128, 4);
  }

  @Override
  public List<Port> inputs() {
    return List.of(Port.numbers("x", row), Port.time("t", 999));
  }

  @Override
  public Port output() {
    return Port.numbers("v", row);
  }

  @Override
  public List<Long> sampleShape() {
    return List.of(row);
  }

  @Override
  public Map<String, List<Long>> nothing() {
    return Map.of();
  }

  @Override
  public <T> T apply(Ops<T> ops, List<T> inputs) {
    return denoise(ops, inputs.get(0), inputs.get(1), Map.of());
  }

  @Override
  public <T> T denoise(Ops<T> ops, T x, T time, Map<String, T> conditions) {
    T e = ops.silu(time(ops, time));
    T h = linear(ops, "in", x, row, width);
    h = Perceptron.blocks(ops, "body", h, width, blocks, e, EMBEDDING);
    return Perceptron.zeroLinear(ops, "out", ops.silu(h), width, row);
  }

  private static <T> T time(Ops<T> ops, T timestep) {
    float[] frequencies = new float[FREQUENCIES];
    for (int i = 0; i < FREQUENCIES; i++) {
      frequencies[i] = (float) Math.exp(-Math.log(10_000) * i / FREQUENCIES);
    }
    T angles =
        ops.multiply(ops.reshape(timestep, -1, 1), ops.constant(frequencies, 1, FREQUENCIES));
    T waves = ops.concat(1, List.of(ops.sin(angles), ops.cos(angles)));
    T hidden = ops.silu(linear(ops, "time.0", waves, 2L * FREQUENCIES, EMBEDDING));
    return linear(ops, "time.1", hidden, EMBEDDING, EMBEDDING);
  }
}
