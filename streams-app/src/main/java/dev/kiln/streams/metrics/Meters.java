package dev.kiln.streams.metrics;

import dev.kiln.generation.call.NetworkHealth;
import dev.kiln.generation.engine.EngineMetrics;
import dev.kiln.streams.topology.TopologyMetrics;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.jmx.JmxConfig;
import io.micrometer.jmx.JmxMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * All meters of a process: Kiln's own, Kafka's and the JVM's, as text for Prometheus and, Kiln's
 * own, as MBeans. Safe for many threads. Close once.
 */
public final class Meters implements AutoCloseable {

  /** What the live strip of the page shows. */
  public record Now(
      double samplesPerSecond,
      double answersPerSecond,
      double failuresPerSecond,
      double medianMillis,
      double slowMillis,
      double occupancy,
      int inFlight,
      int waiting) {}

  private static final String OWN = "kiln.";

  /** MBeans are named by this domain. */
  static final String DOMAIN = "dev.kiln";

  private final PrometheusMeterRegistry prometheus =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CompositeMeterRegistry registry = new CompositeMeterRegistry();
  private final Recent recent = new Recent(System::nanoTime);
  private final EngineMeters engine = new EngineMeters(registry, recent);
  private final TopologyMeters topology = new TopologyMeters(registry, recent);
  private final MultiGauge health =
      MultiGauge.builder(KilnMeter.HEALTH.key())
          .description(KilnMeter.HEALTH.meaning())
          .register(registry);
  private final List<AutoCloseable> bound = new ArrayList<>();
  private Supplier<List<NetworkHealth>> networks = List::of;

  private Meters() {
    registry.add(prometheus);
  }

  /** Kiln's own meters alone. */
  public static Meters create() {
    return new Meters();
  }

  /** With the JVM's and the process's. */
  public Meters withJvm() {
    bind(new ClassLoaderMetrics());
    bind(new JvmMemoryMetrics());
    bind(new JvmGcMetrics());
    bind(new JvmThreadMetrics());
    bind(new ProcessorMetrics());
    bind(new FileDescriptorMetrics());
    bind(new UptimeMetrics());
    return this;
  }

  /** With Kiln's own as MBeans of the domain dev.kiln; Kafka and the JVM have MBeans anyway. */
  public Meters withJmx() {
    JmxConfig config =
        new JmxConfig() {
          @Override
          public @Nullable String get(String key) {
            return null;
          }

          @Override
          public String domain() {
            return DOMAIN;
          }
        };
    MeterRegistry jmx = new JmxMeterRegistry(config, Clock.SYSTEM);
    jmx.config().meterFilter(MeterFilter.denyUnless(id -> id.getName().startsWith(OWN)));
    // MBeans have quantiles of their own; a bean for each bucket is only in the way.
    jmx.config().meterFilter(withoutBuckets());
    registry.add(jmx);
    return this;
  }

  private static MeterFilter withoutBuckets() {
    return new MeterFilter() {
      @Override
      public DistributionStatisticConfig configure(
          Meter.Id id, DistributionStatisticConfig config) {
        return DistributionStatisticConfig.builder().serviceLevelObjectives().build().merge(config);
      }
    };
  }

  /** With those of a Kafka Streams client and of its consumers and producers. */
  public void bind(KafkaStreams streams) {
    bind((MeterBinder) new KafkaStreamsMetrics(streams));
  }

  private synchronized void bind(MeterBinder binder) {
    binder.bindTo(registry);
    if (binder instanceof AutoCloseable closeable) {
      bound.add(closeable);
    }
  }

  /** Who knows how the networks do; asked whenever somebody looks at the meters. */
  public synchronized void watch(Supplier<List<NetworkHealth>> source) {
    networks = source;
  }

  /** What an engine is to tell. */
  public EngineMetrics engine() {
    return engine;
  }

  /** What a topology is to tell. */
  public TopologyMetrics topology() {
    return topology;
  }

  /** How things go, over the last ten seconds. */
  public Now now() {
    Recent.Figures figures = recent.figures();
    Recent.Load load = topology.load();
    return new Now(
        figures.samplesPerSecond(),
        figures.answersPerSecond(),
        figures.failuresPerSecond(),
        figures.medianMillis(),
        figures.slowMillis(),
        figures.occupancy(),
        load.inFlight(),
        load.waiting());
  }

  /**
   * All meters as text.
   *
   * @param contentType as Prometheus names the formats it takes; anything else is its plain text
   */
  public String scrape(String contentType) {
    look();
    return prometheus.scrape(contentType);
  }

  private synchronized void look() {
    health.register(
        networks.get().stream()
            .map(
                network ->
                    MultiGauge.Row.of(
                        Tags.of(KilnMeter.HEALTH.tagged(network.network())),
                        value(network.state())))
            .toList(),
        true);
  }

  private static int value(NetworkHealth.State state) {
    return switch (state) {
      case WELL -> 2;
      case TROUBLED -> 1;
      case DOWN -> 0;
    };
  }

  /** The meters there are now, for tests. */
  List<Meter> meters() {
    return registry.getMeters();
  }

  @Override
  public synchronized void close() {
    for (AutoCloseable binder : bound) {
      try {
        binder.close();
      } catch (Exception e) {
        throw new IllegalStateException("a meter binder did not close", e);
      }
    }
    bound.clear();
    registry.getRegistries().forEach(MeterRegistry::close);
    registry.close();
  }
}
