package dev.kiln.streams.files;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.row.RowCodec;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import dev.kiln.schemas.avro.GeneratedSample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The row in a sample record, whichever way the record carries it. Pure functions. */
public final class SampleRow {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ENCODING = "json";

  private SampleRow() {}

  /** The record's JSON object as text, or null where it carries something else. */
  public static @Nullable String text(GeneratedSample sample) {
    return sample.getEncoding().equals(ENCODING)
        ? new String(SampleData.bytes(sample), StandardCharsets.UTF_8)
        : null;
  }

  /**
   * The row: the record's own, or its vector decoded.
   *
   * @throws IllegalStateException when the bytes are not what the record says
   */
  public static Map<String, @Nullable Object> of(GeneratedSample sample, SampleSpec spec) {
    if (!sample.getEncoding().equals(ENCODING)) {
      FloatTensor vector =
          FloatTensor.fromBytes(new Shape(sample.getShape()), SampleData.bytes(sample));
      return RowCodec.of(spec).decode(vector, Map.of());
    }
    try {
      return JSON.readValue(
          SampleData.bytes(sample), new TypeReference<Map<String, @Nullable Object>>() {});
    } catch (IOException e) {
      throw new IllegalStateException(
          "The sample's data is not the JSON that it says it is: " + e.getMessage(), e);
    }
  }
}
