package dev.kiln.export.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.kiln.export.graph.GraphCheck;
import dev.kiln.export.graph.pass.LeanGraph;
import dev.kiln.export.nets.Network;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.export.ops.torch.TorchRun;
import dev.kiln.export.ops.torch.TorchWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Exports a network and its weights as ONNX.
 *
 * <pre>
 *   OnnxExport.of(network, weights)
 *       .metadata(OnnxMetadata.described("A denoiser of 8 x 8 stripes."))
 *       .weights(WeightFormat.FLOAT16)
 *       .write(Path.of("denoiser.onnx"));
 * </pre>
 *
 * <p>Nothing is written unless the graph is sound and ONNX Runtime computes from it what PyTorch
 * computes, at three batch sizes: first with float32 weights, within 1e-4, then in the chosen
 * format, within that format's tolerance. Immutable; an export runs on the caller's thread.
 *
 * @param network what to export
 * @param values its weights, by name
 * @param metadata what the file says about itself
 * @param weights how the file holds its weights
 */
public record OnnxExport(
    Network network,
    Map<String, ParameterValue> values,
    OnnxMetadata metadata,
    WeightFormat weights) {

  /** An export with float32 weights and no metadata. */
  public static OnnxExport of(Network network, TorchWeights weights) {
    return of(network, weights.values());
  }

  /** An export of weights that are at hand as plain values, such as a checkpoint's. */
  public static OnnxExport of(Network network, Map<String, ParameterValue> weights) {
    return new OnnxExport(network, weights, OnnxMetadata.NONE, WeightFormat.FLOAT32);
  }

  /** The same with other metadata; weight format and parity are added when it is written. */
  public OnnxExport metadata(OnnxMetadata other) {
    return new OnnxExport(network, values, other, weights);
  }

  /** The same with weights in another format. */
  public OnnxExport weights(WeightFormat format) {
    return new OnnxExport(network, values, metadata, format);
  }

  /**
   * Exports and writes the file: all of it, or nothing.
   *
   * @throws ExportException in one sentence, if the network must not be exported
   * @throws IOException in one sentence, if the file cannot be written
   */
  public ExportedModel write(Path file) throws IOException {
    return run().write(file);
  }

  /**
   * Exports.
   *
   * @throws ExportException in one sentence, if a parameter is missing, has another shape or holds
   *     what is no number; if the graph is not sound; or if ONNX Runtime computes something else
   */
  public ExportedModel run() {
    GraphProto written = written();
    Map<String, ParameterValue> used = used(written);
    GraphProto lean = new LeanGraph().apply(written);
    refuseFaults(lean);
    OnnxMetadata described = ParameterTable.of(used, lean).write(metadata);
    try (TorchWeights torch = torch(used)) {
      ParityGate gate = ParityGate.against(network, torch);
      Parity parity = gate.check(OnnxModel.bytes(lean, described), Tolerance.EXACT);
      GraphProto stored = lean;
      if (weights != WeightFormat.FLOAT32) {
        stored = stored(lean);
        refuseFaults(stored);
        parity = gate.check(OnnxModel.bytes(stored, described), weights.tolerance());
      }
      OnnxMetadata complete =
          described
              .with("weights", weights.label())
              .with("parity", String.format(Locale.ROOT, "%.2e", parity.largest()));
      return new ExportedModel(
          OnnxModel.bytes(stored, complete),
          weights,
          parity,
          written.getNodeCount(),
          stored.getNodeCount(),
          warnings(used));
    }
  }

  private GraphProto written() {
    try {
      return OnnxModel.graph(network, values);
    } catch (IllegalArgumentException e) {
      throw new ExportException(String.valueOf(e.getMessage()), e);
    }
  }

  private GraphProto stored(GraphProto lean) {
    try {
      return weights.pass().apply(lean);
    } catch (IllegalArgumentException e) {
      throw new ExportException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The weights that the network asked for; refuses those that are no numbers. */
  private Map<String, ParameterValue> used(GraphProto written) {
    Set<String> names =
        written.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    Map<String, ParameterValue> used = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (names.contains(name)) {
            refuseNonNumbers(name, value.values());
            used.put(name, value);
          }
        });
    return used;
  }

  private static void refuseNonNumbers(String name, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new ExportException(
            String.format(
                Locale.ROOT,
                "the parameter %s holds %s at place %d of %d: such a network is not exported",
                name,
                values[i],
                i,
                values.length));
      }
    }
  }

  private static void refuseFaults(GraphProto graph) {
    List<String> faults = GraphCheck.faults(graph);
    if (!faults.isEmpty()) {
      String more = faults.size() == 1 ? "" : " (and %d more)".formatted(faults.size() - 1);
      throw new ExportException("the exported graph is not sound: " + faults.get(0) + more);
    }
  }

  /** The weights on PyTorch; running the network once is what makes them. */
  private TorchWeights torch(Map<String, ParameterValue> used) {
    TorchWeights torch = new TorchWeights(0);
    Trial trial = Trial.draw(network.inputs(), 1, 4, new Random(1));
    TorchRun.outputs(network::applyAll, torch, 1, trial.rowShapes(), trial.values());
    torch.load(used);
    return torch;
  }

  private List<String> warnings(Map<String, ParameterValue> used) {
    List<String> unused = values.keySet().stream().filter(name -> !used.containsKey(name)).toList();
    return unused.isEmpty()
        ? List.of()
        : List.of(
            "the network uses %d of the %d weights it was given, not %s"
                .formatted(
                    used.size(),
                    values.size(),
                    unused.stream().limit(3).collect(Collectors.joining(", "))
                        + (unused.size() > 3 ? ", …" : "")));
  }
}
