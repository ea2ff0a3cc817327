package dev.kiln.streams.augment;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Asks for samples as the counts of a window change. Called by one stream thread. */
final class Balancer implements Processor<Windowed<String>, Long, byte[], byte[]> {

  /** Which augmentation a request is from, and of which class it wants samples. */
  static final String NAME_HEADER = "kiln.augment";

  static final String LABEL_HEADER = "kiln.augment.label";

  private final AugmentOptions options;
  private @Nullable ProcessorContext<byte[], byte[]> context;
  private @Nullable KeyValueStore<Long, Balance> balances;
  private @Nullable KeyValueStore<String, byte[]> exemplars;

  Balancer(AugmentOptions options) {
    this.options = options;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> initialised) {
    context = initialised;
    balances = initialised.getStateStore(options.store(AugmentOptions.BALANCES));
    exemplars = initialised.getStateStore(options.store(AugmentOptions.EXEMPLARS));
  }

  @Override
  public void process(Record<Windowed<String>, Long> count) {
    if (balances == null || context == null) {
      throw new IllegalStateException("the processor has not been initialised");
    }
    long window = count.key().window().start();
    Balance known = balances.get(window);
    if (known == null) {
      forgetBefore(balances, window);
      known = Balance.EMPTY;
    }
    Balance now = known.withReal(count.key().key(), count.value());
    Map<String, Double> missing = Shares.missing(now.real(), options.targets(), options.maxRatio());
    for (Map.Entry<String, Double> label : missing.entrySet()) {
      long due = Math.round(label.getValue()) - now.asked(label.getKey());
      if (due >= options.batch()) {
        context.forward(request(window, label.getKey(), now, due, count.timestamp()));
        now = now.withAsked(label.getKey(), due);
      }
    }
    balances.put(window, now);
  }

  private Record<byte[], byte[]> request(
      long window, String label, Balance now, long due, long timestamp) {
    long before = now.asked(label);
    String id = "%s|%d|%s|%d".formatted(options.name(), window, label, before);
    byte[] exemplar =
        options.asks().isVariationsTurn(before, due) && exemplars != null
            ? exemplars.get(label)
            : null;
    Headers headers = new RecordHeaders();
    headers.add(NAME_HEADER, options.name().getBytes(StandardCharsets.UTF_8));
    headers.add(LABEL_HEADER, label.getBytes(StandardCharsets.UTF_8));
    return new Record<>(
        label.getBytes(StandardCharsets.UTF_8),
        options.asks().request(id, label, due, exemplar),
        timestamp,
        headers);
  }

  /** Windows whose counts cannot change any more. */
  private void forgetBefore(KeyValueStore<Long, Balance> store, long window) {
    long oldest = window - Duration.ofMillis(options.windowMs() + options.graceMs()).toMillis();
    try (KeyValueIterator<Long, Balance> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<Long, Balance> entry = all.next();
        if (entry.key < oldest) {
          store.delete(entry.key);
        }
      }
    }
  }
}
