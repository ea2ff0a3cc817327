package dev.kiln.export.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.export.graph.Tensors;
import dev.kiln.export.ops.ParameterValue;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a lean graph holds the network's parameters that it no longer holds under their own name
 * and shape, so that a student finds its teacher's weights in the file.
 *
 * @param places by the parameter's name
 */
record ParameterTable(Map<String, Place> places) {
  /** The file's property that holds the table, as JSON. */
  private static final String PROPERTY = "parameters";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A place in the file.
   *
   * @param name the weight that holds the values
   * @param shape the parameter's own shape
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Place(String name, long... shape) {}

  /** For the parameters whose values a graph still holds. */
  static ParameterTable of(Map<String, ParameterValue> parameters, GraphProto graph) {
    Map<String, TensorProto> held = new LinkedHashMap<>();
    graph.getInitializerList().stream()
        .filter(Tensors::isFloat)
        .forEach(tensor -> held.put(tensor.getName(), tensor));
    Map<String, Place> places = new LinkedHashMap<>();
    parameters.forEach(
        (name, value) -> {
          TensorProto own = held.get(name);
          if (own == null) {
            held.values().stream()
                .filter(tensor -> Arrays.equals(Tensors.floats(tensor), value.values()))
                .findFirst()
                .ifPresent(other -> places.put(name, new Place(other.getName(), value.shape())));
          } else if (!Arrays.equals(dims(own), value.shape())) {
            places.put(name, new Place(name, value.shape()));
          }
        });
    return new ParameterTable(places);
  }

  private static long[] dims(TensorProto tensor) {
    return tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
  }

  OnnxMetadata write(OnnxMetadata metadata) {
    try {
      return places.isEmpty() ? metadata : metadata.with(PROPERTY, JSON.writeValueAsString(places));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("names and numbers are always JSON", e);
    }
  }

  static ParameterTable read(OnnxMetadata metadata) throws IOException {
    String table = metadata.properties().get(PROPERTY);
    return new ParameterTable(
        table == null
            ? Map.of()
            : JSON.readValue(table, new TypeReference<Map<String, Place>>() {}));
  }

  /** Adds the parameters to the weights that a file holds. */
  void restore(Map<String, ParameterValue> weights) {
    Map<String, ParameterValue> restored = new LinkedHashMap<>();
    places.forEach(
        (name, place) -> {
          ParameterValue held = weights.get(place.name());
          if (held != null) {
            restored.put(name, new ParameterValue(place.shape(), held.values()));
          }
        });
    weights.putAll(restored);
  }
}
