package dev.kiln.streams.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Columns of a row that a user gives. */
final class RowOption {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}");
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d*\\.?\\d+([eE][+-]?\\d+)?");

  @Option(
      names = "--row",
      paramLabel = "COLUMN=VALUE",
      description =
          "A column to keep, for a generator of rows; may be repeated. Without a value the column is generated, and"
              + " never comes out as missing.")
  private Map<String, String> columns = new LinkedHashMap<>();

  /** The columns with the values that they look like: number, true or false, or text. */
  Map<String, @Nullable Object> values() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    columns.forEach((column, text) -> values.put(column, value(text.strip())));
    return Collections.unmodifiableMap(values);
  }

  private static @Nullable Object value(String text) {
    if (text.isEmpty()) {
      return null;
    }
    if (WHOLE.matcher(text).matches()) {
      return Long.valueOf(text);
    }
    if (NUMBER.matcher(text).matches()) {
      return Double.valueOf(text);
    }
    return text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : text;
  }

  /**
   * A request with these columns in its row, over those it has.
   *
   * @param request JSON
   */
  String into(String request) {
    if (columns.isEmpty()) {
      return request;
    }
    try {
      if (JSON.readTree(request) instanceof ObjectNode object) {
        ObjectNode row =
            object.get("row") instanceof ObjectNode given ? given : object.putObject("row");
        values().forEach((column, value) -> row.set(column, JSON.valueToTree(value)));
        return JSON.writeValueAsString(object);
      }
    } catch (JsonProcessingException e) {
      throw new CommandFailedException("The request is not JSON: " + e.getOriginalMessage(), e);
    }
    throw new CommandFailedException("The request is not a JSON object, so it takes no --row.");
  }
}
