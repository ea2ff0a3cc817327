package dev.kiln.streams.metrics;

import dev.kiln.schemas.FailureCode;
import dev.kiln.streams.topology.TopologyMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts what the topology tells. Safe for many threads. */
final class TopologyMeters implements TopologyMetrics {

  private static final String GENERATED = "generated";

  private final MeterRegistry registry;
  private final Recent recent;
  private final Map<Integer, Held> tasks = new ConcurrentHashMap<>();

  TopologyMeters(MeterRegistry registry, Recent recent) {
    this.registry = registry;
    this.recent = recent;
  }

  @Override
  public void restored(int requests) {
    KilnMeter.RESTORED.counter(registry).increment(requests);
  }

  @Override
  public void retried() {
    KilnMeter.RETRIED.counter(registry).increment();
  }

  @Override
  public void registryAway() {
    KilnMeter.REGISTRY_AWAY.counter(registry).increment();
  }

  @Override
  public void previewed(String generator, int published, int dropped) {
    KilnMeter.PREVIEWS.counter(registry, generator).increment(published);
    KilnMeter.PREVIEWS_DROPPED.counter(registry, generator).increment(dropped);
  }

  @Override
  public void answered(
      @Nullable String generator, @Nullable FailureCode code, int samples, Duration took) {
    String name = generator == null ? KilnMeter.UNKNOWN : generator;
    String outcome = code == null ? GENERATED : code.name().toLowerCase(Locale.ROOT);
    KilnMeter.REQUESTS.counter(registry, name, outcome).increment();
    KilnMeter.DURATION.timer(registry, name).record(took);
    if (code == null) {
      KilnMeter.SAMPLES.counter(registry, name).increment(samples);
    }
    recent.answered(samples, code != null, took);
  }

  @Override
  public Task task(int partition) {
    Held held = new Held(partition);
    // The new one first: a task that comes back may do so before the old one is told that it ended.
    Held before = tasks.put(partition, held);
    if (before != null) {
      before.remove();
    }
    held.add();
    return held;
  }

  /** How many requests are worked on, and wait, over all partitions of this process. */
  Recent.Load load() {
    return new Recent.Load(
        tasks.values().stream().mapToInt(held -> held.inFlight.get()).sum(),
        tasks.values().stream().mapToInt(held -> held.waiting.get()).sum());
  }

  /** What one partition's task holds. */
  private final class Held implements Task {

    private final int partition;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private List<Meter> gauges = List.of();

    Held(int partition) {
      this.partition = partition;
    }

    @Override
    public void holds(int flying, int stored) {
      inFlight.set(flying);
      waiting.set(stored);
    }

    @Override
    public void closed() {
      if (tasks.remove(partition, this)) {
        remove();
      }
    }

    synchronized void add() {
      gauges = List.of(gauge(KilnMeter.IN_FLIGHT, inFlight), gauge(KilnMeter.WAITING, waiting));
    }

    synchronized void remove() {
      gauges.forEach(registry::remove);
    }

    private Meter gauge(KilnMeter meter, AtomicInteger value) {
      return Gauge.builder(meter.key(), value, AtomicInteger::get)
          .description(meter.meaning())
          .tags(meter.tagged(Integer.toString(partition)))
          .strongReference(true)
          .register(registry);
    }
  }
}
