package dev.kiln.streams.augment;

import dev.kiln.schemas.avro.GeneratedSample;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/**
 * A topology that tops up the rare classes of a labelled stream, for any Streams app: {@code
 * Augmentation.addTo(builder, options, samples)}. Real records go to the output as they are. Their
 * classes are counted in windows; where a class falls below its target share, samples are asked for
 * on the requests topic of Kiln's app; its answers, marked as synthetic and past the gate, go to
 * the output too. It knows no engine: the samples can come from any app that speaks Kiln's
 * contracts.
 *
 * <p>Under exactly_once_v2 every real record is in the output once, and every sample that was
 * answered and let through once.
 */
public final class Augmentation {

  /** The header that marks a sample in the output. */
  public static final String SYNTHETIC = "kiln.synthetic";

  /** Name and version of the generator, the sha256 of its card, the seed, and the request. */
  public static final String GENERATOR = "kiln.generator";

  public static final String HASH = "kiln.hash";
  public static final String SEED = "kiln.seed";
  public static final String REQUEST = "kiln.request";

  private static final Serde<byte[]> BYTES = Serdes.ByteArray();

  private Augmentation() {}

  /**
   * Adds the topology.
   *
   * @param samples reads the answers of Kiln's app; safe for many threads
   * @return the counts, real records by class and window, for whoever wants to look at them
   */
  public static KTable<Windowed<String>, Long> addTo(
      StreamsBuilder builder, AugmentOptions options, Deserializer<GeneratedSample> samples) {
    Serde<Event> eventSerde = JsonSerde.of(Event.class);
    KStream<byte[], byte[]> real = builder.stream(options.input(), Consumed.with(BYTES, BYTES));
    real.to(options.output(), Produced.with(BYTES, BYTES));
    KStream<byte[], byte[]> answers =
        builder.stream(options.samples(), Consumed.with(BYTES, BYTES));
    KStream<String, Event> events =
        real.process(() -> new RealReader(options))
            .merge(answers.process(() -> new SampleReader(options, samples)))
            // Shares are shares of the whole: all classes have to be seen in one place.
            .repartition(
                Repartitioned.<String, Event>as(options.name() + "-events")
                    .withKeySerde(Serdes.String())
                    .withValueSerde(eventSerde)
                    .withNumberOfPartitions(1));
    addStores(builder, options);
    KTable<Windowed<String>, Long> counts =
        events
            .filter((label, event) -> !event.synthetic())
            .groupByKey(Grouped.with(Serdes.String(), eventSerde))
            .windowedBy(
                TimeWindows.ofSizeAndGrace(
                    Duration.ofMillis(options.windowMs()), Duration.ofMillis(options.graceMs())))
            // Without a cache: every record is looked at, not the last of some.
            .count(
                Materialized.<String, Long, WindowStore<Bytes, byte[]>>as(
                        options.name() + "-label-counts")
                    .withKeySerde(Serdes.String())
                    .withValueSerde(Serdes.Long())
                    .withCachingDisabled());
    counts
        .toStream()
        .process(
            () -> new Balancer(options),
            options.store(AugmentOptions.BALANCES),
            options.store(AugmentOptions.EXEMPLARS))
        .to(options.requests(), Produced.with(BYTES, BYTES));
    events
        .process(
            () -> new Gate(options),
            options.store(AugmentOptions.DRIFTS),
            options.store(AugmentOptions.EXEMPLARS))
        .to(
            (key, value, context) ->
                context.headers().lastHeader(Gate.NOTICE_HEADER) == null
                    ? options.output()
                    : options.notices(),
            Produced.with(BYTES, BYTES));
    return counts;
  }

  private static void addStores(StreamsBuilder builder, AugmentOptions options) {
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(options.store(AugmentOptions.BALANCES)),
            Serdes.Long(),
            JsonSerde.of(Balance.class)));
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(options.store(AugmentOptions.EXEMPLARS)),
            Serdes.String(),
            BYTES));
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(options.store(AugmentOptions.DRIFTS)),
            Serdes.String(),
            JsonSerde.of(Drift.class)));
  }

  /** Real records as events; one without a class is only passed on. */
  private static final class RealReader extends ContextualProcessor<byte[], byte[], String, Event> {
    private final AugmentOptions options;

    RealReader(AugmentOptions options) {
      this.options = options;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      String label = options.labels().of(record.key(), record.value(), record.headers());
      if (label != null) {
        boolean isVaried = options.asks().variations() > 0 && options.targets().containsKey(label);
        String value =
            isVaried && record.value() != null
                ? Base64.getEncoder().encodeToString(record.value())
                : null;
        List<Double> features = options.features().of(record.value());
        context()
            .forward(
                new Record<>(
                    label, new Event(false, features, value, Map.of()), record.timestamp()));
      }
    }
  }

  /** Answers to this augmentation's requests as events. */
  private static final class SampleReader
      extends ContextualProcessor<byte[], byte[], String, Event> {
    private final AugmentOptions options;
    private final Deserializer<GeneratedSample> samples;

    SampleReader(AugmentOptions options, Deserializer<GeneratedSample> samples) {
      this.options = options;
      this.samples = samples;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      String label = text(record.headers().lastHeader(Balancer.LABEL_HEADER));
      if (!options.name().equals(text(record.headers().lastHeader(Balancer.NAME_HEADER)))
          || label.isEmpty()) {
        return;
      }
      GeneratedSample sample = samples.deserialize(options.samples(), record.value());
      ByteBuffer data = sample.getData().duplicate();
      byte[] value = new byte[data.remaining()];
      data.get(value);
      Map<String, String> marks = new HashMap<>();
      marks.put(SYNTHETIC, "true");
      marks.put(GENERATOR, sample.getGenerator() + "/" + sample.getVersion());
      marks.put(HASH, sample.getHash());
      marks.put(SEED, String.valueOf(sample.getSeed()));
      marks.put(REQUEST, sample.getRequestId() + "#" + sample.getIndex());
      String encoded = Base64.getEncoder().encodeToString(value);
      context()
          .forward(
              new Record<>(
                  label,
                  new Event(true, options.features().of(value), encoded, marks),
                  record.timestamp()));
    }

    private static String text(Header header) {
      return header == null || header.value() == null
          ? ""
          : new String(header.value(), StandardCharsets.UTF_8);
    }
  }
}
