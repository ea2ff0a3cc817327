package dev.kiln.export.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kiln.export.graph.GraphCheck;
import dev.kiln.export.graph.Opset;
import dev.kiln.export.graph.pass.FoldConstants;
import dev.kiln.export.graph.pass.LeanGraph;
import dev.kiln.export.nets.Port;
import dev.kiln.generation.card.DamagedGeneratorException;
import dev.kiln.generation.card.Generator;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.Sha256;
import dev.kiln.generation.card.StageSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes another generator of an existing one: the same networks, leaner and with their weights in
 * another format. Each new file is held against the one it was made from, in ONNX Runtime; PyTorch
 * is not needed.
 */
public final class GeneratorConversion {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double LAST_TIMESTEP = 999;

  private GeneratorConversion() {}

  /**
   * What became of one network.
   *
   * @param name its file
   * @param bytesBefore the size of the file that it was made from
   * @param bytes its size
   * @param nodesBefore nodes in the file that it was made from
   * @param nodes nodes in it
   * @param parity how far it lies from the file that it was made from
   */
  public record Converted(
      String name, long bytesBefore, long bytes, int nodesBefore, int nodes, Parity parity) {}

  /**
   * Converts and writes a generator.
   *
   * @param source what to convert
   * @param target the new generator's own directory, whose name becomes the generator's
   * @param version the new generator's version
   * @return what became of each network
   * @throws ExportException in one sentence, if the weights do not fit the format, cost more than
   *     its tolerance, or the target is the source
   * @throws IOException if a file cannot be read or written
   */
  public static List<Converted> convert(
      Generator source, Path target, String version, WeightFormat format) throws IOException {
    Path directory = target.resolve(version).toAbsolutePath().normalize();
    if (directory.equals(source.directory().toAbsolutePath().normalize())) {
      throw new ExportException(
          "%s would be written over itself: give another name or version".formatted(source.id()));
    }
    GeneratorCard card = source.card();
    Map<String, byte[]> files = new LinkedHashMap<>();
    Map<String, String> hashes = new LinkedHashMap<>();
    List<Converted> converted = new ArrayList<>();
    for (StageSpec stage : card.stages()) {
      String name = stage.network();
      if (!files.containsKey(name)) {
        byte[] before = read(source, name);
        byte[] after = convert(name, before, stage, format, converted);
        files.put(name, after);
        hashes.put(name, Sha256.hex(after));
      }
    }
    String name = String.valueOf(target.toAbsolutePath().normalize().getFileName());
    GeneratorDirectory.write(target, card(source, name, version, format, hashes), files);
    return converted;
  }

  private static byte[] read(Generator source, String file) throws IOException {
    try {
      return source.read(file);
    } catch (DamagedGeneratorException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static byte[] convert(
      String name, byte[] before, StageSpec stage, WeightFormat format, List<Converted> converted)
      throws IOException {
    ModelProto model = parse(name, before);
    GraphProto graph = FoldConstants.everything().apply(model.getGraph());
    GraphProto lean = new LeanGraph().apply(graph);
    GraphProto stored;
    try {
      stored = format.pass().apply(lean);
    } catch (IllegalArgumentException e) {
      throw new ExportException(name + ": " + e.getMessage(), e);
    }
    List<String> faults = GraphCheck.faults(stored);
    if (!faults.isEmpty()) {
      throw new ExportException(name + " is not sound: " + faults.get(0));
    }
    String timestep = stage.inputs().get(StageSpec.TIMESTEP);
    List<Port> inputs =
        GraphPorts.inputs(graph, timestep == null ? List.of() : List.of(timestep), last(stage));
    List<Port> outputs = GraphPorts.outputs(graph);
    OnnxMetadata metadata =
        ParameterTable.of(OnnxModel.weights(model), lean)
            .write(OnnxMetadata.read(model))
            .with("weights", format.label());
    Parity parity;
    try (OrtRun original = new OrtRun(before, inputs, outputs)) {
      parity =
          ParityGate.against(original, inputs, outputs)
              .check(OnnxModel.bytes(stored, metadata), format.tolerance());
    }
    byte[] after =
        OnnxModel.bytes(
            stored, metadata.with("parity", String.format(Locale.ROOT, "%.2e", parity.largest())));
    converted.add(
        new Converted(
            name,
            before.length,
            after.length,
            model.getGraph().getNodeCount(),
            stored.getNodeCount(),
            parity));
    return after;
  }

  private static ModelProto parse(String name, byte[] bytes) throws IOException {
    ModelProto model;
    try {
      model = ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(name + " is not a whole ONNX file", e);
    }
    if (model.getOpsetImportCount() != 1
        || model.getOpsetImport(0).getVersion() != Opset.VERSION
        || !model.getOpsetImport(0).getDomain().isEmpty()) {
      throw new ExportException(
          "%s is written for %s, only ONNX opset %d is converted"
              .formatted(
                  name,
                  model.getOpsetImportList().stream()
                      .map(set -> set.getDomain() + " opset " + set.getVersion())
                      .map(String::strip)
                      .toList(),
                  Opset.VERSION));
    }
    return model;
  }

  private static double last(StageSpec stage) {
    JsonNode scheduler = stage.scheduler();
    return scheduler == null || !scheduler.has("num_train_timesteps")
        ? LAST_TIMESTEP
        : scheduler.get("num_train_timesteps").asDouble() - 1;
  }

  /** The source's card for other files; its scores were measured on other weights and are left. */
  private static GeneratorCard card(
      Generator source,
      String name,
      String version,
      WeightFormat format,
      Map<String, String> hashes) {
    GeneratorCard card = source.card();
    ObjectNode training =
        card.training() instanceof ObjectNode facts ? facts.deepCopy() : JSON.createObjectNode();
    training.put("weights", format.label()).put("convertedFrom", source.id());
    return new GeneratorCard(
        name,
        version,
        card.family(),
        card.description(),
        card.sample(),
        card.conditions(),
        card.stages(),
        card.defaults(),
        card.limits(),
        training,
        List.of(),
        hashes);
  }
}
