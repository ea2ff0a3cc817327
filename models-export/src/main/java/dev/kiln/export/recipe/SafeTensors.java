package dev.kiln.export.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.export.ops.ParameterValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named float32 tensors in the safetensors format: the header's length (8 bytes, little-endian), a
 * JSON header, the values. Python reads such a file with {@code safetensors.torch.load_file}.
 */
public final class SafeTensors {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SafeTensors() {}

  /** Writes all values to a file. */
  public static void write(Path file, Map<String, ParameterValue> values) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    long offset = 0;
    for (Map.Entry<String, ParameterValue> entry : values.entrySet()) {
      ParameterValue value = entry.getValue();
      long end = offset + (long) value.values().length * Float.BYTES;
      ObjectNode tensor = header.putObject(entry.getKey()).put("dtype", "F32");
      tensor.set("shape", JSON.valueToTree(value.shape()));
      tensor.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] text = JSON.writeValueAsBytes(header);
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(Long.BYTES + text.length + offset))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text);
    for (ParameterValue value : values.values()) {
      for (float number : value.values()) {
        bytes.putFloat(number);
      }
    }
    Files.write(file, bytes.array());
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read or is not a safetensors file of float32 values
   */
  public static Map<String, ParameterValue> read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    try {
      byte[] text = new byte[Math.toIntExact(bytes.getLong())];
      bytes.get(text);
      int start = bytes.position();
      Map<String, ParameterValue> values = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry :
          JSON.readTree(new String(text, StandardCharsets.UTF_8)).properties()) {
        JsonNode tensor = entry.getValue();
        if (!tensor.path("dtype").asText().equals("F32")) {
          throw new IOException(file + ": " + entry.getKey() + " is not float32");
        }
        JsonNode range = tensor.path("data_offsets");
        float[] numbers =
            new float[(range.get(1).intValue() - range.get(0).intValue()) / Float.BYTES];
        bytes.position(start + range.get(0).intValue());
        bytes.asFloatBuffer().get(numbers);
        values.put(
            entry.getKey(),
            new ParameterValue(JSON.convertValue(tensor.path("shape"), long[].class), numbers));
      }
      return values;
    } catch (IllegalArgumentException | ArithmeticException | java.nio.BufferUnderflowException e) {
      throw new IOException(file + " is not a whole safetensors file", e);
    }
  }
}
