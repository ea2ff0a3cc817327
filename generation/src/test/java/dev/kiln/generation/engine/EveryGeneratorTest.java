package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.card.Generator;
import dev.kiln.generation.card.GeneratorCatalog;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.tensor.FloatTensor;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every generator that ships, with every sampler that fits it, under a mixed load: each sample is
 * what it is when its request is alone in the engine. A generator that is added to the directory is
 * covered by itself.
 *
 * <p>Equal means: no value differs by more than a hundred-thousandth of half the range that the
 * card gives its samples, which is 1e-5 for pictures from -1 to 1. Alone means: one request at a
 * time, one call at a time, of no more rows than one sample may need.
 */
@Timeout(180)
class EveryGeneratorTest {

  private static final Path MODELS = Path.of("..", "models");
  private static final double TOLERANCE = 1e-5;
  private static final int CLIENTS = 3;
  private static final int UNDER_WAY = 25;

  /** The most rows that a call of each network carried. */
  private final Map<String, Integer> mostRows = new ConcurrentHashMap<>();

  @Test
  void underAMixedLoadEachIsWhatItIsAlone() throws Exception {
    List<GenerationSpec> load = new ArrayList<>();
    for (Generator generator : GeneratorCatalog.load(MODELS).generators()) {
      List<GenerationSpec> requests = new MixedLoad(generator, 17).requests();
      assertThat(requests)
          .as(generator.id())
          .anyMatch(spec -> generator.card().defaults().sampler().equals(spec.sampler()));
      load.addAll(requests);
    }
    Collections.shuffle(load, new Random(5));

    Map<GenerationSpec, List<FloatTensor>> mixed;
    try (Engine engine = open(2, 8)) {
      assertThat(engine.problems()).isEmpty();
      mixed = generate(engine, load);
    }
    assertThat(mostRows.values())
        .as("the most rows in a call, of each network: %s", mostRows)
        .allMatch(most -> most > EngineOptions.MIN_ROWS);

    Map<String, Double> differences = new TreeMap<>();
    try (Engine engine = open(1, EngineOptions.MIN_ROWS)) {
      for (GenerationSpec spec : load) {
        double difference = difference(engine, spec, mixed.getOrDefault(spec, List.of()));
        differences.merge(spec.generator() + " with " + spec.sampler(), difference, Math::max);
      }
    }
    assertThat(differences.values())
        .as("differences, in halves of the range: %s", differences)
        .allMatch(difference -> difference <= TOLERANCE);
  }

  private Engine open(int callers, int most) throws Exception {
    return Engine.open(
        MODELS,
        EngineOptions.defaults()
            .withLoader(OnnxNetwork.loader(OnnxOptions.cpu(1)))
            .withCallers(callers)
            .withRows(most, 4 * most)
            .withMetrics(
                new EngineMetrics() {
                  @Override
                  public void called(String network, int carried, int capacity, long nanos) {
                    mostRows.merge(network, carried, Math::max);
                  }
                }));
  }

  /** Clients that keep some requests under way each, so that they come and go at all times. */
  private static Map<GenerationSpec, List<FloatTensor>> generate(
      Engine engine, List<GenerationSpec> load) throws Exception {
    Map<GenerationSpec, List<FloatTensor>> samples = new ConcurrentHashMap<>();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        int first = client;
        done.add(
            clients.submit(
                () -> {
                  Deque<GenerationSpec> asked = new ArrayDeque<>();
                  Deque<Submission> underWay = new ArrayDeque<>();
                  for (int i = first; i < load.size(); i += CLIENTS) {
                    asked.add(load.get(i));
                    underWay.add(engine.submit(load.get(i)));
                    if (underWay.size() > UNDER_WAY) {
                      samples.put(asked.remove(), samples(underWay.remove()));
                    }
                  }
                  while (!underWay.isEmpty()) {
                    samples.put(asked.remove(), samples(underWay.remove()));
                  }
                  return null;
                }));
      }
      for (Future<?> each : done) {
        each.get(120, TimeUnit.SECONDS);
      }
    } finally {
      clients.shutdownNow();
    }
    return samples;
  }

  private static List<FloatTensor> samples(Submission submission) throws Exception {
    Outcome outcome = submission.outcome().get(60, TimeUnit.SECONDS);
    assertThat(outcome).isInstanceOf(Outcome.Generated.class);
    return ((Outcome.Generated) outcome).samples();
  }

  /** By how much of half the sample's range the values of a request differ at most. */
  private static double difference(Engine engine, GenerationSpec spec, List<FloatTensor> mixed)
      throws Exception {
    List<FloatTensor> alone = samples(engine.submit(spec));
    assertThat(mixed).as("%s", spec).hasSameSizeAs(alone);
    double most = 0;
    for (int i = 0; i < alone.size(); i++) {
      float[] a = alone.get(i).values();
      float[] b = mixed.get(i).values();
      for (int k = 0; k < a.length; k++) {
        most = Math.max(most, Math.abs((double) a[k] - b[k]));
      }
    }
    return most
        / engine.generators().stream()
            .filter(card -> card.name().equals(spec.generator()))
            .filter(card -> card.version().equals(spec.version()))
            .mapToDouble(card -> (card.sample().high() - card.sample().low()) / 2)
            .findFirst()
            .orElseThrow();
  }
}
