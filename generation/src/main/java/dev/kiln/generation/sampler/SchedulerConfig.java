package dev.kiln.generation.sampler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A diffusers scheduler_config.json: the class name and its fields, plus what a caller would pass
 * to set_timesteps or step there (eta, timesteps, sigmas, mu ...). Immutable. A field that is
 * absent, or null, has the default of its sampler.
 */
public final class SchedulerConfig {
  // Python writes an infinite lambda_min_clipped as -Infinity.
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
  private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

  private final Map<String, Object> given;
  private final Map<String, Object> defaults;

  /** A schedule has a table of so many numbers at most. */
  private static final int LARGEST = 1_000_000;

  private SchedulerConfig(Map<String, Object> given, Map<String, Object> defaults) {
    this.given = given;
    this.defaults = defaults;
  }

  /**
   * Reads the text of a scheduler_config.json.
   *
   * @throws IllegalArgumentException if the text is not a JSON object
   */
  public static SchedulerConfig parse(String json) {
    try {
      return parse(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the scheduler configuration is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Reads a parsed scheduler_config.json. */
  public static SchedulerConfig parse(@Nullable JsonNode json) {
    if (json == null || !json.isObject()) {
      throw new IllegalArgumentException("the scheduler configuration must be a JSON object");
    }
    return parse(JSON.convertValue(json, FIELDS));
  }

  /** A configuration from fields: strings, numbers, booleans, lists of numbers, nulls. */
  public static SchedulerConfig parse(Map<String, ?> fields) {
    return new SchedulerConfig(withoutNulls(new HashMap<>(), fields), Map.of());
  }

  /** This configuration with some fields replaced; a null takes the field away. */
  public SchedulerConfig with(Map<String, ?> overrides) {
    return new SchedulerConfig(withoutNulls(new HashMap<>(given), overrides), defaults);
  }

  private static Map<String, Object> withoutNulls(Map<String, Object> into, Map<String, ?> fields) {
    fields.forEach(
        (name, value) -> {
          if (value == null) {
            into.remove(name);
          } else {
            into.put(name, value);
          }
        });
    return Collections.unmodifiableMap(into);
  }

  /** This configuration as one sampler reads it: its own defaults under what was given. */
  SchedulerConfig withDefaults(Map<String, Object> fields) {
    return new SchedulerConfig(given, fields);
  }

  /** The diffusers class this configuration belongs to. */
  public String className() {
    if (given.get("_class_name") instanceof String name) {
      return name;
    }
    throw new IllegalArgumentException(
        "the scheduler configuration has no \"_class_name\"; expected one such as DDIMScheduler");
  }

  /** The fields that were given, by name. */
  public Map<String, Object> fields() {
    return new TreeMap<>(given);
  }

  Set<String> names() {
    return given.keySet();
  }

  /** Whether a field was given, or has a default. */
  public boolean has(String field) {
    return value(field) != null;
  }

  private @Nullable Object value(String field) {
    if (!defaults.isEmpty() && !defaults.containsKey(field)) {
      return null;
    }
    Object value = given.get(field);
    if (value == null) {
      value = defaults.get(field);
    }
    return value == Fields.NONE ? null : value;
  }

  private Object required(String field) {
    Object value = value(field);
    if (value == null) {
      throw new IllegalArgumentException("the scheduler configuration lacks \"" + field + "\"");
    }
    return value;
  }

  /** A number. */
  public double number(String field) {
    if (required(field) instanceof Number n) {
      return n.doubleValue();
    }
    throw wrong(field, "a number");
  }

  /** A whole number. */
  public int integer(String field) {
    double n = number(field);
    if (!(n == Math.rint(n) && Math.abs(n) <= LARGEST)) {
      throw wrong(field, "a whole number of at most " + LARGEST);
    }
    return (int) n;
  }

  /** A truth value. */
  public boolean flag(String field) {
    if (required(field) instanceof Boolean b) {
      return b;
    }
    throw wrong(field, "true or false");
  }

  /** Whether a truth value is set; one that is absent is not. */
  boolean isSet(String field) {
    return has(field) && flag(field);
  }

  /** A text. */
  public String text(String field) {
    if (required(field) instanceof String s) {
      return s;
    }
    throw wrong(field, "a text");
  }

  /** A text out of a few. */
  public String oneOf(String field, String... allowed) {
    String text = text(field);
    if (!List.of(allowed).contains(text)) {
      throw wrong(field, "one of " + String.join(", ", allowed));
    }
    return text;
  }

  /** A list of numbers. */
  public double[] numbers(String field) {
    if (required(field) instanceof List<?> list
        && list.stream().allMatch(Number.class::isInstance)) {
      return list.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
    }
    throw wrong(field, "a list of numbers");
  }

  /** Fails if a field is set to a value that no plan can carry. */
  void refuse(String field, Object unwanted, String reason) {
    if (unwanted.equals(value(field))) {
      throw new IllegalArgumentException(
          "\"" + field + "\": " + unwanted + " cannot be honoured: " + reason);
    }
  }

  private IllegalArgumentException wrong(String field, String expected) {
    return new IllegalArgumentException(
        "\"" + field + "\" must be " + expected + ", was " + value(field));
  }

  @Override
  public String toString() {
    return fields().toString();
  }
}
