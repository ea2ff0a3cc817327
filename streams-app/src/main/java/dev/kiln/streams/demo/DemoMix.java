package dev.kiln.streams.demo;

import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.Prediction;
import dev.kiln.generation.card.StageKind;
import dev.kiln.generation.card.TextSpec;
import dev.kiln.streams.demo.DemoRequest.Expected;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The requests that the demo sends: all generators and classes in turn, with counts, seeds,
 * samplers, steps, guidance and encodings drawn by a seeded generator, half of them JSON and half
 * Avro, and broken ones among them. The same cards, number and seed make the same mix.
 */
final class DemoMix {

  private static final String LABEL = "label";
  private static final String PROMPT = "prompt";
  private static final List<Integer> MANY_STEPS = List.of(10, 10, 15, 20, 20, 30, 50);

  /** From so many default steps on, a generator is one that takes many. */
  private static final int MANY = 10;

  private static final List<Integer> FEW_STEPS = List.of(1, 1, 2, 4);
  private static final List<Integer> SMALL_COUNTS = List.of(1, 1, 2, 3, 4);
  private static final List<Integer> COUNTS = List.of(1, 2, 4, 6, 8);
  private static final List<String> SAMPLERS =
      List.of("ddpm", "euler", "euler-ancestral", "heun", "dpmpp-2m", "unipc");
  private static final List<String> FLOW_SAMPLERS =
      List.of("flow-euler", "flow-heun", "flow-midpoint", "dpmpp-2m", "unipc");
  private static final List<Double> GUIDANCE = List.of(1.0, 1.5, 2.0, 3.0);

  private final Random random;

  private DemoMix(long seed) {
    this.random = new Random(seed);
  }

  /**
   * The mix, in the order of sending.
   *
   * @param cards the generators to ask; at least one
   * @param number how many requests, broken ones included; at most a third of them are broken
   * @param seed the seed of the mix
   */
  static List<DemoRequest> of(List<GeneratorCard> cards, int number, long seed) {
    if (cards.isEmpty()) {
      throw new IllegalArgumentException("a mix needs at least one generator");
    }
    return new DemoMix(seed).draw(cards, number);
  }

  private List<DemoRequest> draw(List<GeneratorCard> cards, int number) {
    List<BrokenRequests.Broken> mistakes =
        BrokenRequests.against(BrokenRequests.target(cards).orElse(cards.get(0)));
    int broken = Math.min(mistakes.size(), number / 3);
    int valid = number - broken;
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    List<DemoRequest> mix = new ArrayList<>();
    for (int place = 0; place < number; place++) {
      int drawn = order.get(place);
      mix.add(
          drawn < valid
              ? valid(place, cards.get(drawn % cards.size()), drawn / cards.size())
              : broken(place, mistakes.get(drawn - valid)));
    }
    return mix;
  }

  private static DemoRequest broken(int place, BrokenRequests.Broken mistake) {
    return new DemoRequest(
        place,
        mistake.what(),
        mistake.generator(),
        mistake.key(),
        mistake.payload(),
        new Expected.Failure(mistake.code()));
  }

  /** The n-th valid request of a generator. */
  private DemoRequest valid(int place, GeneratorCard card, int n) {
    String key = "request-%04d".formatted(place);
    Map<String, Object> fields = new TreeMap<>();
    fields.put("generator", card.name());
    boolean walks = card.chain().get(0).kind() == StageKind.DENOISE;
    boolean manySteps = walks && card.defaults().steps() >= MANY;
    int count = pick(manySteps ? SMALL_COUNTS : COUNTS);
    fields.put("count", count);
    label(card, n).ifPresent(label -> fields.put(LABEL, label));
    prompt(card, n).ifPresent(prompt -> fields.put(PROMPT, prompt));
    put(fields, "seed", rarely(8) ? null : random.nextLong() >>> 33);
    if (walks && !rarely(4)) {
      int steps = pick(manySteps ? MANY_STEPS : FEW_STEPS);
      fields.put("steps", Math.min(steps, card.limitsOrDefault().steps()));
    }
    if (manySteps && rarely(2)) {
      boolean flow = card.chain().get(0).prediction() == Prediction.FLOW;
      fields.put("sampler", pick(flow ? FLOW_SAMPLERS : SAMPLERS));
    }
    if (card.guidance().isPresent() && !rarely(4)) {
      fields.put("guidance", pick(GUIDANCE));
    }
    put(fields, "encoding", rarely(3) ? null : pick(encodings(card)));
    put(fields, "requestId", rarely(2) ? key : null);
    Payload payload = random.nextBoolean() ? new Payload.Json(fields) : new Payload.Avro(fields);
    return new DemoRequest(
        place, describe(fields), card.name(), key, payload, new Expected.Samples(count));
  }

  private static List<String> encodings(GeneratorCard card) {
    return switch (card.sample().kind()) {
      case IMAGE -> List.of("raw", "png");
      case ROW -> List.of("raw", "json");
      case VECTOR -> List.of("raw");
    };
  }

  /** The classes in turn; every fourth time by name instead of by index. */
  private Optional<Object> label(GeneratorCard card, int n) {
    Optional<ConditionSpec> condition = card.condition(LABEL);
    if (condition.isEmpty() || condition.get().classes().isEmpty()) {
      return Optional.empty();
    }
    List<String> classes = condition.get().classes();
    int index = n % classes.size();
    return Optional.of(rarely(4) ? classes.get(index) : (Object) index);
  }

  /** The examples that the card gives, in turn; an empty prompt where it gives none. */
  static Optional<String> prompt(GeneratorCard card, int n) {
    return card.condition(PROMPT)
        .map(ConditionSpec::text)
        .map(TextSpec::examples)
        .map(examples -> examples.isEmpty() ? "" : examples.get(n % examples.size()));
  }

  private static String describe(Map<String, Object> fields) {
    return fields.containsKey(PROMPT)
        ? "%s samples of \"%s\"".formatted(fields.get("count"), fields.get(PROMPT))
        : "%s samples of label %s"
            .formatted(fields.get("count"), fields.getOrDefault(LABEL, "none"));
  }

  private boolean rarely(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
