package dev.kiln.streams.topology;

import dev.kiln.streams.contract.AnswerWriter;
import dev.kiln.streams.contract.Outgoing;
import dev.kiln.streams.contract.PreviewWriter;
import dev.kiln.streams.contract.RequestReader;
import dev.kiln.streams.inflight.Entry;
import dev.kiln.streams.inflight.InFlightStore;
import dev.kiln.streams.inflight.Origin;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Kafka Streams meets the requests in flight: turns records into entries and callbacks into
 * ticks, and keeps the punctuator only while there is work, since an idle one makes Streams commit.
 */
final class InFlightProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  private static final Logger LOG = LoggerFactory.getLogger(InFlightProcessor.class);

  private final InFlightOptions options;
  private final Generation generation;
  private final RequestReader reader;
  private final AnswerWriter writer;
  private final @Nullable PreviewWriter previewWriter;
  private final ProcessMemory process;
  private final StreamThreads threads;
  private final KilnTopology.@Nullable Blobs blobs;
  private final TopologyMetrics metrics;
  private final RequestTraces traces;
  private final Ending ending;
  private @Nullable ProcessorContext<byte[], byte[]> context;
  private @Nullable InFlightRequests requests;
  private @Nullable Cancellable punctuator;
  private @Nullable Duration interval;

  /**
   * A processor of one task after another.
   *
   * @param threads those on which tasks run
   */
  InFlightProcessor(
      InFlightOptions options,
      Generation generation,
      RequestReader reader,
      AnswerWriter writer,
      @Nullable PreviewWriter previewWriter,
      ProcessMemory process,
      StreamThreads threads,
      KilnTopology.@Nullable Blobs blobs,
      KilnTopology.Observers observers) {
    this.options = options;
    this.generation = generation;
    this.reader = reader;
    this.writer = writer;
    this.previewWriter = previewWriter;
    this.process = process;
    this.threads = threads;
    this.blobs = blobs;
    this.metrics = observers.metrics();
    this.traces = observers.traces();
    this.ending = threads.ending();
  }

  /** Streams may call this again after {@link #close}, on the same object. */
  @Override
  public void init(ProcessorContext<byte[], byte[]> processorContext) {
    context = processorContext;
    KeyValueStore<Bytes, byte[]> restored = processorContext.getStateStore(InFlightStore.NAME);
    var store = new InFlightStore(restored);
    var outlet = outlet(processorContext);
    var ticks = new Ticks(options.drainInterval(), threads.bell(), threads.nanoClock());
    var previews = new Previews(previewWriter, outlet, pause(), metrics, ticks::ring);
    boolean sameProcess = process.takeEnded(processorContext.taskId());
    requests =
        new InFlightRequests(
            options,
            store,
            outlet,
            threads.pace(),
            ticks,
            new Submissions(generation, reader, previews, pause(), metrics, ticks::ring),
            new Releases(
                options.order(),
                writer,
                new BlobWrites(blobs, pause()),
                pause(),
                store,
                outlet,
                new AnswerMetrics(metrics, generation),
                traces),
            previews,
            backlog ->
                new Recovery(
                    store, backlog, process, sameProcess, options.maxAttempts(), outlet::commit),
            metrics,
            metrics.task(processorContext.taskId().partition()),
            ending);
    threads.bell().add(requests);
    schedule();
  }

  private RetryPause pause() {
    return new RetryPause(options.retryBackoff(), options.maxRetryBackoff());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    InFlightRequests current = Objects.requireNonNull(requests);
    byte[] key = record.key();
    if (record.value() == null && key != null) {
      current.cancel(key);
    } else {
      current.accept(entry(record));
    }
    schedule();
  }

  @Override
  public void close() {
    unschedule();
    if (requests == null || context == null) {
      return;
    }
    process.ended(context.taskId());
    threads.bell().remove(requests);
    try {
      requests.close();
    } catch (RuntimeException e) {
      // Then the next life takes longer: it tries each request alone.
      LOG.debug("The store does not take the mark of an orderly end.", e);
    }
    requests = null;
  }

  private void tick() {
    Objects.requireNonNull(requests).tick();
    schedule();
  }

  private void schedule() {
    Duration wanted = requests == null ? null : requests.tickInterval();
    if (Objects.equals(wanted, interval)) {
      return;
    }
    unschedule();
    if (wanted != null) {
      ProcessorContext<byte[], byte[]> current = Objects.requireNonNull(context);
      interval = wanted;
      punctuator = current.schedule(wanted, PunctuationType.WALL_CLOCK_TIME, now -> tick());
      ending.works(current.taskId());
    }
  }

  private void unschedule() {
    interval = null;
    if (punctuator != null) {
      punctuator.cancel();
      punctuator = null;
      ending.rests(Objects.requireNonNull(context).taskId());
    }
  }

  private Entry entry(Record<byte[], byte[]> record) {
    RecordMetadata at =
        Objects.requireNonNull(context)
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a record from nowhere"));
    var origin = new Origin(at.topic(), at.partition(), at.offset());
    return new Entry(
        origin,
        record.key(),
        record.value(),
        record.headers(),
        record.timestamp(),
        origin.seed(),
        0,
        0);
  }

  private static Outlet outlet(ProcessorContext<byte[], byte[]> context) {
    return new Outlet() {
      @Override
      public void forward(Entry request, Outgoing record) {
        context.forward(
            new Record<>(record.key(), record.value(), request.timestamp(), record.headers()),
            KilnTopology.sink(record.destination()));
      }

      @Override
      public void commit() {
        context.commit();
      }

      @Override
      public long nowMs() {
        return context.currentSystemTimeMs();
      }
    };
  }
}
