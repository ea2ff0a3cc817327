package dev.kiln.generation.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows as JSON objects, their values in their own types. Pure functions. */
public final class RowJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private RowJson() {}

  /** One line without a line break; a missing value is null. */
  public static String write(Map<String, @Nullable Object> row) {
    try {
      return JSON.writeValueAsString(row);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row is always JSON", e);
    }
  }
}
