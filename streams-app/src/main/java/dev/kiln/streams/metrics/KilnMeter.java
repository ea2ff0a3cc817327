package dev.kiln.streams.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * All meters of Kiln's own: name, kind, tags and meaning stand here alone; docs/metrics.md is made
 * from them. Tags hold only values of which there are few: a generator's name is one that is
 * loaded, or {@link #UNKNOWN}.
 */
public enum KilnMeter {
  REQUESTS(
      "kiln.requests",
      Meter.Type.COUNTER,
      "generator,outcome",
      "Requests answered. The outcome is generated, or the failure's code in small letters, such as"
          + " expired, cancelled or bad_steps."),
  SAMPLES(
      "kiln.samples", Meter.Type.COUNTER, "generator", "Samples that left on the samples topic."),
  PREVIEWS(
      "kiln.previews",
      Meter.Type.COUNTER,
      "generator",
      "Previews that left on the previews topic."),
  PREVIEWS_DROPPED(
      "kiln.previews.dropped",
      Meter.Type.COUNTER,
      "generator",
      "Previews that were left out: a newer one was there, the record would have been too large, or"
          + " the registry was away. Their samples come all the same."),
  DURATION(
      "kiln.request.duration",
      Meter.Type.TIMER,
      "generator",
      "From the timestamp of a request's record to its answer, whichever that was."),
  IN_FLIGHT(
      "kiln.requests.in.flight",
      Meter.Type.GAUGE,
      "partition",
      "Requests that are worked on, or whose answers wait for their turn under their key."),
  WAITING(
      "kiln.requests.waiting",
      Meter.Type.GAUGE,
      "partition",
      "Requests that wait in the store, on disk. While it stays above 0, more come than are"
          + " served."),
  RESTORED(
      "kiln.requests.restored",
      Meter.Type.COUNTER,
      "",
      "Requests that an earlier life of a task left in its store, and that go on in this process."),
  RETRIED(
      "kiln.requests.retried",
      Meter.Type.COUNTER,
      "",
      "Requests that were begun again, alone, after a process died while it worked on them."),
  REGISTRY_AWAY(
      "kiln.registry.away",
      Meter.Type.COUNTER,
      "",
      "How often the schema registry did not answer, so that requests or answers waited."),
  ENGINE_REQUESTS(
      "kiln.engine.requests",
      Meter.Type.TIMER,
      "generator,outcome",
      "From a request's entry into the engine to its end there: generated, failed, expired or"
          + " cancelled."),
  ENGINE_REFUSED(
      "kiln.engine.refused",
      Meter.Type.COUNTER,
      "reason",
      "Requests that the engine did not take in, by what is wrong with them."),
  ENGINE_ACTIVE("kiln.engine.active", Meter.Type.GAUGE, "generator", "Requests in the engine."),
  ENGINE_WAITING(
      "kiln.engine.waiting",
      Meter.Type.GAUGE,
      "generator",
      "Those of them that no network call has carried yet."),
  ADMISSION(
      "kiln.engine.admission.delay",
      Meter.Type.TIMER,
      "generator",
      "From a request's entry into the engine to the first network call that carries some of it."),
  STAGE(
      "kiln.stage.duration",
      Meter.Type.TIMER,
      "network",
      "How long a sample is in a stage, by the stage's network: its own steps, and the turns"
          + " between them in which others went first."),
  CALL(
      "kiln.network.call",
      Meter.Type.TIMER,
      "network",
      "One network call, which is one step of all samples that share it."),
  TURN(
      "kiln.network.turn.wait",
      Meter.Type.TIMER,
      "network",
      "How long a call waited for its turn on the device, where other networks were called on it;"
          + " those that did not have to wait are not counted."),
  ROWS(
      "kiln.network.rows",
      Meter.Type.COUNTER,
      "network",
      "Rows that network calls carried; a guided sample takes two or three."),
  OCCUPANCY(
      "kiln.network.occupancy",
      Meter.Type.DISTRIBUTION_SUMMARY,
      "network",
      "How full a call was: its rows as a part of those that it could have carried, 0 to 1."),
  TROUBLES(
      "kiln.network.troubles",
      Meter.Type.COUNTER,
      "network,trouble",
      "Calls that failed: network, out_of_memory, hung or not_finite. Their samples are tried"
          + " again."),
  HEALTH(
      "kiln.network.health",
      Meter.Type.GAUGE,
      "network",
      "2: it serves; 1: it serves with fewer rows, or some of its calls never ended; 0: it does"
          + " not serve.");

  /** In the place of a generator's name that is not known. */
  static final String UNKNOWN = "unknown";

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25),
    Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500),
    Duration.ofSeconds(1), Duration.ofMillis(2500), Duration.ofSeconds(5), Duration.ofSeconds(10),
    Duration.ofSeconds(30), Duration.ofSeconds(60)
  };

  private static final double[] PARTS = {0.1, 0.25, 0.5, 0.75, 0.9, 1};

  private final String key;
  private final Meter.Type type;

  /** Their names, apart by commas. */
  private final String tags;

  private final String meaning;

  KilnMeter(String key, Meter.Type type, String tags, String meaning) {
    this.key = key;
    this.type = type;
    this.tags = tags;
    this.meaning = meaning;
  }

  /** As Micrometer and JMX have it; Prometheus has underscores, and a unit at the end. */
  public String key() {
    return key;
  }

  public Meter.Type type() {
    return type;
  }

  /** The names of its tags. */
  public List<String> tags() {
    return tags.isEmpty() ? List.of() : List.of(tags.split(",", -1));
  }

  /** One sentence, or two. */
  public String meaning() {
    return meaning;
  }

  /** The counter with those values of the tags. */
  Counter counter(MeterRegistry registry, String... values) {
    return Counter.builder(key).description(meaning).tags(tagged(values)).register(registry);
  }

  /** The timer with those values of the tags. */
  Timer timer(MeterRegistry registry, String... values) {
    return Timer.builder(key)
        .description(meaning)
        .tags(tagged(values))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /** The summary, of values from 0 to 1, with those values of the tags. */
  DistributionSummary summary(MeterRegistry registry, String... values) {
    return DistributionSummary.builder(key)
        .description(meaning)
        .tags(tagged(values))
        .serviceLevelObjectives(PARTS)
        .register(registry);
  }

  List<Tag> tagged(String... values) {
    List<String> names = tags();
    if (values.length != names.size()) {
      throw new IllegalArgumentException(
          key + " has the tags " + names + ", got " + values.length + " values");
    }
    List<Tag> all = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      all.add(Tag.of(names.get(i), values[i]));
    }
    return all;
  }
}
