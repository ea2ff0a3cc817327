package dev.kiln.streams.augment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Requests for samples of a class. Pure; safe for many threads.
 *
 * @param generator the generator
 * @param condition the condition, or the column of a row, that the class is given as
 * @param isColumn whether it is a column
 * @param more further fields of all requests
 * @param variations which part of the samples are variations of a real record, from 0 to 1
 * @param variationGenerator what makes them
 * @param strength how much of the real picture they replace, from 0 to 1
 */
record Asks(
    String generator,
    String condition,
    boolean isColumn,
    ObjectNode more,
    double variations,
    String variationGenerator,
    double strength) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A request as JSON. */
  byte[] request(String id, String label, long count, byte @Nullable [] exemplar) {
    ObjectNode request = JSON.createObjectNode();
    request.put("generator", exemplar == null ? generator : variationGenerator);
    request.setAll(more);
    request.put("requestId", id);
    request.put("count", count);
    request.put("seed", seed(id));
    if (isColumn) {
      request.putObject("row").set(condition, value(label));
    } else {
      request.put(condition, label);
    }
    if (exemplar != null) {
      request.put("image", Base64.getEncoder().encodeToString(exemplar));
      request.put("strength", strength);
    }
    return request.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A label that reads as a number or a truth value is one in a row. */
  private static JsonNode value(String label) {
    if (label.equals("true") || label.equals("false")) {
      return JSON.getNodeFactory().booleanNode(Boolean.parseBoolean(label));
    }
    try {
      return JSON.getNodeFactory().numberNode(Long.parseLong(label));
    } catch (NumberFormatException e) {
      return JSON.getNodeFactory().textNode(label);
    }
  }

  /** From the id, so that a request that is made again after a failure makes the same samples. */
  private static long seed(String id) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /**
   * Whether the next samples of a class are variations, so that their part of requests comes out.
   */
  boolean isVariationsTurn(long askedBefore, long count) {
    long request = askedBefore / count;
    return Math.floor((request + 1) * variations) > Math.floor(request * variations);
  }
}
