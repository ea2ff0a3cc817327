package dev.kiln.streams.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.wire.WireFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One request of the load.
 *
 * @param id its id, unique in the run
 * @param number its place among all; larger was sent later
 * @param key the record's key
 * @param fields the request's fields, as JSON has them
 * @param avro whether it goes as Avro, else as JSON
 * @param ageMs how much older than now its record claims to be
 * @param tombstone whether a record without a value follows under the same key
 * @param expected what has to come back
 */
record Ask(
    String id,
    int number,
    String key,
    Map<String, Object> fields,
    boolean avro,
    long ageMs,
    boolean tombstone,
    Expected expected) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What has to come back. */
  sealed interface Expected {

    /** All samples, as the engine alone makes them. */
    record Samples() implements Expected {}

    /** One failure with that code. */
    record Failure(String code) implements Expected {}

    /** One failure with that code, or all samples: a race that the request may win or lose. */
    record Either(String code) implements Expected {}
  }

  Ask {
    fields = Map.copyOf(fields);
  }

  /** The bytes on the wire, given the id of the request's schema. */
  byte[] encode(int schemaId) {
    return avro ? asAvro(schemaId) : asJson();
  }

  int count() {
    return (Integer) fields.getOrDefault("count", 1);
  }

  String generator() {
    return String.valueOf(fields.get("generator"));
  }

  /** The seed that it names, if it does. */
  @Nullable Long seed() {
    return (Long) fields.get("seed");
  }

  /** What the engine is asked, with the seed that a request without one gets. */
  GenerationSpec spec(long seedIfNone) {
    Long given = seed();
    GenerationSpec spec =
        GenerationSpec.of(generator())
            .withCount(count())
            .withSteps((Integer) fields.get("steps"))
            .withSeed(given == null ? seedIfNone : given);
    Integer label = (Integer) fields.get("label");
    return label == null ? spec : spec.withLabel(label);
  }

  private byte[] asJson() {
    try {
      return JSON.writeValueAsBytes(new TreeMap<>(fields));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the fields of a request are always JSON", e);
    }
  }

  private byte[] asAvro(int schemaId) {
    GenerationRequest request = GenerationRequest.newBuilder().setGenerator(generator()).build();
    fields.forEach(request::put);
    return WireFormat.encode(schemaId, request);
  }
}
