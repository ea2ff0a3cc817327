package dev.kiln.export.export;

import dev.kiln.export.nets.Network;
import dev.kiln.export.nets.Port;
import dev.kiln.export.ops.torch.TorchRun;
import dev.kiln.export.ops.torch.TorchWeights;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Lets an ONNX file through only if ONNX Runtime computes from it what it should, on random inputs
 * at batch sizes 1, 5 and 32, with open sizes of 8, 12 and 4.
 */
public final class ParityGate {
  /** The largest difference allowed between PyTorch and a file with float32 weights. */
  public static final double LIMIT = Tolerance.EXACT.largest();

  /** Batch sizes, each with a length for sizes that are open, such as a sentence's. */
  private static final Map<Integer, Long> TRIALS = new TreeMap<>(Map.of(1, 8L, 5, 12L, 32, 4L));

  private static final long SEED = 17;

  private final List<Port> inputs;
  private final List<Port> outputs;
  private final String origin;
  private final Function<Trial, List<float[]>> expected;

  private ParityGate(
      List<Port> inputs,
      List<Port> outputs,
      String origin,
      Function<Trial, List<float[]>> expected) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.origin = origin;
    this.expected = expected;
  }

  /** A gate that expects what PyTorch computes with these weights. */
  public static ParityGate against(Network network, TorchWeights weights) {
    return new ParityGate(
        network.inputs(),
        network.outputs(),
        "PyTorch",
        trial ->
            TorchRun.outputs(
                network::applyAll, weights, trial.batch(), trial.rowShapes(), trial.values()));
  }

  /** A gate that expects what ONNX Runtime computes from another file. */
  static ParityGate against(OrtRun original, List<Port> inputs, List<Port> outputs) {
    return new ParityGate(inputs, outputs, "the original", original::run);
  }

  /**
   * The largest difference between the file and the network.
   *
   * @throws ExportException if it is above {@link #LIMIT} or not a number, or if the file does not
   *     run
   */
  public static double check(Network network, TorchWeights weights, byte[] model) {
    return against(network, weights).check(model, Tolerance.EXACT).largest();
  }

  /**
   * How far the file is from what is expected.
   *
   * @throws ExportException if that is above the tolerance or not a number, or if the file does not
   *     run
   */
  public Parity check(byte[] model, Tolerance tolerance) {
    Random random = new Random(SEED);
    Parity worst = Parity.NONE;
    try (OrtRun file = new OrtRun(model, inputs, outputs)) {
      for (Map.Entry<Integer, Long> size : TRIALS.entrySet()) {
        Trial trial = Trial.draw(inputs, size.getKey(), size.getValue(), random);
        List<float[]> wanted = expected.apply(trial);
        List<float[]> found = file.run(trial);
        for (int i = 0; i < outputs.size(); i++) {
          String place = "at batch size " + trial.batch() + place(i);
          worst = worst.worst(compare(place, wanted.get(i), found.get(i), tolerance));
        }
      }
    }
    return worst;
  }

  /** Names an output only where there are several. */
  private String place(int output) {
    return outputs.size() == 1 ? "" : ", output " + outputs.get(output).name() + ",";
  }

  private Parity compare(String place, float[] wanted, float[] found, Tolerance tolerance) {
    if (wanted.length != found.length) {
      throw new ExportException(
          "%s %s gives %d values, ONNX Runtime %d"
              .formatted(place, origin, wanted.length, found.length));
    }
    for (int i = 0; i < found.length; i++) {
      double difference = Math.abs((double) wanted[i] - found[i]);
      if (!(difference <= tolerance.largest()) || Double.isInfinite(difference)) {
        throw new ExportException(
            String.format(
                Locale.ROOT,
                "%s %s gives %g and ONNX Runtime %g for value %d: they may differ by %g at most",
                place,
                origin,
                wanted[i],
                found[i],
                i,
                tolerance.largest()));
      }
    }
    Parity parity = Parity.between(wanted, found);
    if (!(parity.relative() <= tolerance.relative())) {
      throw new ExportException(
          String.format(
              Locale.ROOT,
              "%s ONNX Runtime's results lie %.2g%% from those of %s: %.2g%% are allowed",
              place,
              100 * parity.relative(),
              origin,
              100 * tolerance.relative()));
    }
    return parity;
  }
}
