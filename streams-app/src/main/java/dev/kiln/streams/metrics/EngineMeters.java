package dev.kiln.streams.metrics;

import dev.kiln.generation.engine.EngineMetrics;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Trouble;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what the engine tells. Safe for many threads. */
final class EngineMeters implements EngineMetrics {

  /** Of one generator. */
  private record Served(AtomicInteger active, AtomicInteger waiting, Timer admission) {}

  /** Of one network; looked up with every call, so kept. */
  private record Called(
      Timer call, Timer turn, Counter rows, DistributionSummary occupancy, Timer stage) {}

  private final MeterRegistry registry;
  private final Recent recent;
  private final Map<String, Served> served = new ConcurrentHashMap<>();
  private final Map<String, Called> called = new ConcurrentHashMap<>();

  EngineMeters(MeterRegistry registry, Recent recent) {
    this.registry = registry;
    this.recent = recent;
  }

  @Override
  public void called(String network, int rows, int capacity, long nanos) {
    Called meters = network(network);
    meters.call().record(nanos, TimeUnit.NANOSECONDS);
    meters.rows().increment(rows);
    meters.occupancy().record((double) rows / capacity);
    recent.called(rows, capacity);
  }

  @Override
  public void queued(String network, long nanos) {
    network(network).turn().record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void passed(String network, long nanos) {
    network(network).stage().record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void troubled(String network, Trouble trouble) {
    KilnMeter.TROUBLES.counter(registry, network, small(trouble)).increment();
  }

  @Override
  public void admitted(String generator) {
    Served meters = generator(generator);
    meters.active().incrementAndGet();
    meters.waiting().incrementAndGet();
  }

  @Override
  public void waited(String generator, long nanos) {
    Served meters = generator(generator);
    meters.waiting().decrementAndGet();
    meters.admission().record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void ended(String generator, Outcome outcome, long nanos) {
    generator(generator).active().decrementAndGet();
    KilnMeter.ENGINE_REQUESTS
        .timer(registry, generator, small(outcome))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void refused(String generator, Outcome outcome) {
    String reason =
        outcome instanceof Outcome.Rejected rejected ? small(rejected.reason()) : small(outcome);
    KilnMeter.ENGINE_REFUSED.counter(registry, reason).increment();
  }

  private Called network(String name) {
    return called.computeIfAbsent(
        name,
        network ->
            new Called(
                KilnMeter.CALL.timer(registry, network),
                KilnMeter.TURN.timer(registry, network),
                KilnMeter.ROWS.counter(registry, network),
                KilnMeter.OCCUPANCY.summary(registry, network),
                KilnMeter.STAGE.timer(registry, network)));
  }

  private Served generator(String name) {
    return served.computeIfAbsent(
        name,
        generator ->
            new Served(
                gauge(KilnMeter.ENGINE_ACTIVE, generator),
                gauge(KilnMeter.ENGINE_WAITING, generator),
                KilnMeter.ADMISSION.timer(registry, generator)));
  }

  private AtomicInteger gauge(KilnMeter meter, String generator) {
    AtomicInteger value = new AtomicInteger();
    Gauge.builder(meter.key(), value, AtomicInteger::get)
        .description(meter.meaning())
        .tags(meter.tagged(generator))
        .strongReference(true)
        .register(registry);
    return value;
  }

  private static String small(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String small(Outcome outcome) {
    return outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
