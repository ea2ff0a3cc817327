package dev.kiln.export.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an ONNX file says about itself, for those who find it without its card.
 *
 * @param producerVersion the version of the code that wrote it, such as a commit; may be empty
 * @param description a sentence about the network; may be empty
 * @param properties free-form, by name, in the order in which they are written
 */
public record OnnxMetadata(
    String producerVersion, String description, Map<String, String> properties) {
  /** Nothing but that Kiln wrote it. */
  public static final OnnxMetadata NONE = new OnnxMetadata("", "", Map.of());

  private static final String PRODUCER = "kiln";

  public OnnxMetadata {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  /** A description and nothing else. */
  public static OnnxMetadata described(String description) {
    return new OnnxMetadata("", description, Map.of());
  }

  /** How a generator's network was trained: recipe, data, seed, code and command. */
  public static OnnxMetadata of(TrainingFacts facts, String description) {
    OnnxMetadata metadata =
        new OnnxMetadata(facts.code(), description, Map.of())
            .with("recipe", facts.recipe())
            .with("data", facts.data())
            .with("seed", String.valueOf(facts.seed()))
            .with("code", facts.code())
            .with("command", facts.command());
    return facts.teacher() == null ? metadata : metadata.with("teacher", facts.teacher());
  }

  /** The same with one more property. */
  public OnnxMetadata with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(properties);
    more.put(name, value);
    return new OnnxMetadata(producerVersion, description, more);
  }

  void write(ModelProto.Builder model) {
    model
        .setProducerName(PRODUCER)
        .setProducerVersion(producerVersion)
        .setDocString(description)
        .clearMetadataProps();
    properties.forEach(
        (name, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(name).setValue(value)));
  }

  static OnnxMetadata read(ModelProto model) {
    Map<String, String> properties = new LinkedHashMap<>();
    model.getMetadataPropsList().forEach(p -> properties.put(p.getKey(), p.getValue()));
    return new OnnxMetadata(model.getProducerVersion(), model.getDocString(), properties);
  }
}
