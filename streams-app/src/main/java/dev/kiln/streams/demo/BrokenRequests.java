package dev.kiln.streams.demo;

import static dev.kiln.schemas.FailureCode.BAD_CONDITION;
import static dev.kiln.schemas.FailureCode.BAD_COUNT;
import static dev.kiln.schemas.FailureCode.BAD_GUIDANCE;
import static dev.kiln.schemas.FailureCode.BAD_JSON;
import static dev.kiln.schemas.FailureCode.BAD_SAMPLER;
import static dev.kiln.schemas.FailureCode.BAD_STEPS;
import static dev.kiln.schemas.FailureCode.EMPTY_VALUE;
import static dev.kiln.schemas.FailureCode.MISSING_FIELD;
import static dev.kiln.schemas.FailureCode.MISSING_KEY;
import static dev.kiln.schemas.FailureCode.UNKNOWN_FIELD;
import static dev.kiln.schemas.FailureCode.UNKNOWN_GENERATOR;
import static dev.kiln.schemas.FailureCode.UNKNOWN_SCHEMA;
import static dev.kiln.schemas.FailureCode.UNREADABLE;
import static dev.kiln.schemas.FailureCode.WRONG_TYPE;

import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.schemas.FailureCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Every kind of mistake that a producer can make, once. */
final class BrokenRequests {

  /** A mistake: its name, the generator it is made against, the value, and the code it must get. */
  record Broken(
      String what,
      @Nullable String generator,
      @Nullable String key,
      Payload payload,
      FailureCode code) {}

  private static final int NO_SUCH_SCHEMA = 0x7ffffff0;

  private static final String LABEL = "label";

  private BrokenRequests() {}

  /** All of them, against one generator that exists. */
  static List<Broken> against(GeneratorCard card) {
    String name = card.name();
    Map<String, Object> good = new TreeMap<>(Map.of("generator", name));
    card.condition(LABEL).ifPresent(c -> good.put(c.name(), 0));
    DemoMix.prompt(card, 0).ifPresent(prompt -> good.put("prompt", prompt));
    List<Broken> all = new ArrayList<>();
    all.add(
        new Broken(
            "unknown generator",
            null,
            "unknown-generator",
            new Payload.Json(Map.of("generator", "no-such-generator", "label", 1)),
            UNKNOWN_GENERATOR));
    card.condition(LABEL)
        .ifPresent(
            c ->
                all.add(
                    new Broken(
                        "label out of range",
                        name,
                        "label-out-of-range",
                        new Payload.Json(with(good, c.name(), c.classes().size() + 32)),
                        BAD_CONDITION)));
    all.add(json("steps 0", name, with(good, "steps", 0), BAD_STEPS));
    all.add(avro("steps 10000", name, with(good, "steps", 10_000), BAD_STEPS));
    all.add(avro("guidance NaN", name, with(good, "guidance", Double.NaN), BAD_GUIDANCE));
    all.add(json("count 1000000", name, with(good, "count", 1_000_000), BAD_COUNT));
    all.add(json("unknown sampler", name, with(good, "sampler", "no-such-sampler"), BAD_SAMPLER));
    all.add(json("field of the wrong type", name, with(good, "count", "many"), WRONG_TYPE));
    all.add(json("misspelt field", name, with(good, "guidence", 2), UNKNOWN_FIELD));
    all.add(broken("no generator named", new Payload.Json(Map.of("label", 3)), MISSING_FIELD));
    all.add(broken("cut-off JSON", new Payload.Text("{\"generator\":\"" + name), BAD_JSON));
    all.add(broken("cut-off Avro", new Payload.CutAvro(good, 3), UNREADABLE));
    all.add(broken("neither Avro nor JSON", new Payload.Bytes("89504e470d0a1a0aff00"), UNREADABLE));
    all.add(
        broken(
            "unknown schema id",
            new Payload.Bytes("%010x".formatted(NO_SUCH_SCHEMA) + "0a68656c6c6f"),
            UNKNOWN_SCHEMA));
    all.add(broken("empty value", new Payload.Text(""), EMPTY_VALUE));
    all.add(new Broken("null key", name, null, new Payload.Json(good), MISSING_KEY));
    // With a key it would be a tombstone, which takes back what is under way under that key.
    all.add(new Broken("null key, null value", null, null, new Payload.Nothing(), EMPTY_VALUE));
    return all;
  }

  /** The generator that shows the most: one with classes that can be guided, else the first. */
  static Optional<GeneratorCard> target(List<GeneratorCard> cards) {
    return cards.stream()
        .filter(card -> card.guidance().isPresent() && card.condition(LABEL).isPresent())
        .findFirst()
        .or(() -> cards.stream().findFirst());
  }

  private static Broken json(
      String what, String generator, Map<String, Object> fields, FailureCode code) {
    return new Broken(what, generator, key(what), new Payload.Json(fields), code);
  }

  private static Broken avro(
      String what, String generator, Map<String, Object> fields, FailureCode code) {
    return new Broken(what, generator, key(what), new Payload.Avro(fields), code);
  }

  private static Broken broken(String what, Payload payload, FailureCode code) {
    return new Broken(what, null, key(what), payload, code);
  }

  private static String key(String what) {
    return what.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  private static Map<String, Object> with(Map<String, Object> good, String field, Object value) {
    Map<String, Object> fields = new TreeMap<>(good);
    fields.put(field, value);
    return fields;
  }
}
