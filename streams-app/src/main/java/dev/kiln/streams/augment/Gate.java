package dev.kiln.streams.augment;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets samples through while they are like the real records of their class, stops them when they
 * are not, and says so when that changes. Stopped samples are still measured, so that a class goes
 * on when its samples are right again. Called by one stream thread.
 */
final class Gate implements Processor<String, Event, byte[], byte[]> {

  /** Marks a notice, which is no sample. */
  static final String NOTICE_HEADER = "kiln.notice";

  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  private final AugmentOptions options;
  private @Nullable ProcessorContext<byte[], byte[]> context;
  private @Nullable KeyValueStore<String, Drift> drifts;
  private @Nullable KeyValueStore<String, byte[]> exemplars;

  Gate(AugmentOptions options) {
    this.options = options;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> initialised) {
    context = initialised;
    drifts = initialised.getStateStore(options.store(AugmentOptions.DRIFTS));
    exemplars = initialised.getStateStore(options.store(AugmentOptions.EXEMPLARS));
  }

  @Override
  public void process(Record<String, Event> record) {
    if (drifts == null || context == null || exemplars == null) {
      throw new IllegalStateException("the processor has not been initialised");
    }
    String label = record.key();
    Event event = record.value();
    Drift drift = Objects.requireNonNullElse(drifts.get(label), Drift.EMPTY);
    if (!event.features().isEmpty()) {
      drift = judged(label, drift.with(event, options.driftSpan()), record.timestamp());
      drifts.put(label, drift);
    }
    if (event.synthetic() && !drift.stopped()) {
      context.forward(sample(label, event, record.timestamp()));
    } else if (!event.synthetic() && event.value() != null) {
      exemplars.put(label, Base64.getDecoder().decode(event.value()));
    }
  }

  private Drift judged(String label, Drift drift, long timestamp) {
    if (!drift.isKnown(options.driftMin())) {
      return drift;
    }
    double distance = drift.distance();
    Drift judged = drift.judged(distance, options.driftLimit());
    if (judged.stopped() != drift.stopped()) {
      String notice =
          "Samples of class %s %s: their distance from the real records is %.2f, the limit is %s."
              .formatted(
                  label,
                  judged.stopped() ? "are stopped" : "go on",
                  distance,
                  String.format(Locale.ROOT, "%.2f", options.driftLimit()));
      LOG.warn("{}", notice);
      Headers headers = new RecordHeaders();
      headers.add(NOTICE_HEADER, bytes(judged.stopped() ? "stopped" : "resumed"));
      Objects.requireNonNull(context)
          .forward(new Record<>(bytes(label), bytes(notice), timestamp, headers));
    }
    return judged;
  }

  private Record<byte[], byte[]> sample(String label, Event event, long timestamp) {
    Headers headers = new RecordHeaders();
    event.marks().forEach((name, value) -> headers.add(name, bytes(value)));
    options.labels().mark(label, headers);
    byte[] value = event.value() == null ? null : Base64.getDecoder().decode(event.value());
    return new Record<>(options.labels().key(label), value, timestamp, headers);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
