package dev.kiln.streams.topology;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.avro.GenerationPreview;
import dev.kiln.storage.BlobStore;
import dev.kiln.streams.contract.AnswerWriter;
import dev.kiln.streams.contract.FailureWriter;
import dev.kiln.streams.contract.PreviewWriter;
import dev.kiln.streams.contract.RequestReader;
import dev.kiln.streams.inflight.InFlightStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * One task over several lives: the processor on a store that outlives it. Records come in with
 * {@link #request}, time passes with {@link #tick}, and a new life begins with {@link #crash} or
 * {@link #restart}.
 */
final class TaskHarness {

  static final String TOPIC = "generation-requests";

  final FakeFormats formats = new FakeFormats();
  final ToldMetrics metrics = new ToldMetrics();
  private final InFlightOptions options;
  private final KilnTopology.@Nullable Blobs blobs;
  private final RequestTraces traces;
  private ProcessMemory process;
  private StreamThreads threads = new StreamThreads(this::nanos);
  private final KeyValueStore<Bytes, byte[]> store;
  private MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
  private InFlightProcessor processor;
  private FakeGeneration engine = new FakeGeneration();
  private long offset;
  private long now = 1_000_000;

  TaskHarness() {
    this(InFlightOptions.defaults());
  }

  TaskHarness(InFlightOptions options) {
    this(options, inMemory(), new MockProcessorContext<>(), null, RequestTraces.NONE);
  }

  private static KeyValueBytesStoreSupplier inMemory() {
    return Stores.inMemoryKeyValueStore(InFlightStore.NAME);
  }

  private TaskHarness(
      InFlightOptions options,
      KeyValueBytesStoreSupplier kind,
      MockProcessorContext<byte[], byte[]> context,
      KilnTopology.@Nullable Blobs blobs,
      RequestTraces traces) {
    this.options = options;
    this.blobs = blobs;
    this.traces = traces;
    this.process = new ProcessMemory();
    this.store =
        Stores.keyValueStoreBuilder(kind, Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    processor = begin();
  }

  /** A task with a store on disk, as the application's is. */
  static TaskHarness onDisk(InFlightOptions options, Path directory) {
    return new TaskHarness(
        options,
        Stores.persistentKeyValueStore(InFlightStore.NAME),
        new MockProcessorContext<>(new Properties(), new TaskId(0, 0), directory.toFile()),
        null,
        RequestTraces.NONE);
  }

  /** A task with a blob store that is written to at once. */
  static TaskHarness withBlobs(InFlightOptions options, BlobStore blobs) {
    var shared = new KilnTopology.Blobs(blobs, Runnable::run);
    return new TaskHarness(
        options, inMemory(), new MockProcessorContext<>(), shared, RequestTraces.NONE);
  }

  /** A task whose requests are followed. */
  static TaskHarness traced(RequestTraces traces) {
    return new TaskHarness(
        InFlightOptions.defaults(), inMemory(), new MockProcessorContext<>(), null, traces);
  }

  /** Options under which a task has so many requests with the engine, and others as usual. */
  static InFlightOptions inFlight(int max) {
    return new InFlightOptions(
        max,
        3,
        ReleaseOrder.KEY,
        1_000_000,
        Duration.ofMillis(5),
        Duration.ofMillis(200),
        Duration.ofSeconds(10),
        true);
  }

  /** Ends the store. */
  void closeStore() {
    store.close();
  }

  private long nanos() {
    return now * 1_000_000;
  }

  private InFlightProcessor begin() {
    context = new MockProcessorContext<>();
    context.addStateStore(store);
    context.setCurrentSystemTimeMs(now);
    var contracts = formats.contracts();
    int max = options.maxRecordBytes();
    var failures = new FailureWriter("generation-failures", contracts.failures(), max);
    var created =
        new InFlightProcessor(
            options,
            engine,
            new RequestReader(
                contracts.decoder(), engine, System::nanoTime, options.keysRequired()),
            new AnswerWriter(
                "generated-samples", contracts.samples(), failures, engine, max, blobs != null),
            new PreviewWriter("generation-previews", contracts.previews(), engine, max),
            process,
            threads,
            blobs,
            new KilnTopology.Observers(metrics, traces));
    created.init(context);
    return created;
  }

  /** The process dies, and another takes over the store. */
  void crash() {
    crash(new ProcessMemory());
  }

  /** As {@link #crash()}, into a process that other tasks share. */
  void crash(ProcessMemory into) {
    process = into;
    threads = new StreamThreads(this::nanos);
    engine = new FakeGeneration();
    processor = begin();
  }

  /** The task ends in order, and begins again in another process. */
  void restart() {
    processor.close();
    crash();
  }

  /** Whether what happens wakes the thread, which waits for records, and lets it wait no more. */
  boolean wakes(Runnable happens) {
    Duration patient = threads.bell().listen(Duration.ofSeconds(1), () -> {});
    happens.run();
    boolean woken = threads.bell().stop();
    return woken && patient.toMillis() == 100 && mayWaitMs() == 1;
  }

  /** How long the thread may wait for records. */
  long mayWaitMs() {
    long ms = threads.bell().listen(Duration.ofSeconds(1), () -> {}).toMillis();
    threads.bell().stop();
    return ms;
  }

  /** The application is about to end; true once the task is ready for it. */
  boolean leave() {
    return threads.ending().request(Duration.ZERO);
  }

  /** The task ends without a last commit, as after an error of the broker, and begins again. */
  void abandon() {
    processor.close();
    store().markUnderWay();
    crash(process);
  }

  FakeGeneration engine() {
    return engine;
  }

  MockProcessorContext<byte[], byte[]> context() {
    return context;
  }

  InFlightProcessor processor() {
    return processor;
  }

  long now() {
    return now;
  }

  void request(@Nullable String key, String json) {
    record(key, json.getBytes(StandardCharsets.UTF_8), new RecordHeaders());
  }

  void record(@Nullable String key, byte @Nullable [] value, Headers headers) {
    process(key, value, headers);
    // The first request of a life begins with the second tick, and so do those after a death.
    ticks(2);
  }

  private void process(@Nullable String key, byte @Nullable [] value, Headers headers) {
    context.setRecordMetadata(TOPIC, 3, offset++);
    byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    processor.process(new Record<>(bytes, value, now, headers));
  }

  /** A record comes, and no time passes. */
  void process(@Nullable String key, String json) {
    process(key, json.getBytes(StandardCharsets.UTF_8), new RecordHeaders());
  }

  /** A tombstone comes, and no time passes. */
  void takeBack(String key) {
    process(key, null, new RecordHeaders());
  }

  void tombstone(@Nullable String key) {
    record(key, null, new RecordHeaders());
  }

  /** As much time passes as the punctuator waits. */
  void tick() {
    tick(options.drainInterval().toMillis());
  }

  void tick(long ms) {
    now += ms;
    context.setCurrentSystemTimeMs(now);
    for (CapturedPunctuator each : List.copyOf(context.scheduledPunctuators())) {
      if (!each.cancelled()) {
        each.getPunctuator().punctuate(now);
      }
    }
  }

  void ticks(int count) {
    for (int i = 0; i < count; i++) {
      tick();
    }
  }

  /** So much time passes that a task without requests has nothing left to do. */
  void rest() {
    tick(500);
    tick(10_000);
    tick();
  }

  /** Whether the task has something to do. */
  boolean isPunctuating() {
    return punctuators()
        .anyMatch(each -> each.getInterval().compareTo(options.drainInterval()) <= 0);
  }

  /** Whether the task has nothing to do and nothing to wait for. */
  boolean isQuiet() {
    return punctuators().findAny().isEmpty();
  }

  private Stream<CapturedPunctuator> punctuators() {
    return context.scheduledPunctuators().stream().filter(each -> !each.cancelled());
  }

  /** What went to the samples in this life. */
  List<GeneratedSample> samples() {
    return forwarded("samples").stream().map(record -> FakeFormats.sample(record.value())).toList();
  }

  /** What went to the failures in this life. */
  List<GenerationFailure> failures() {
    return forwarded("failures").stream()
        .map(record -> FakeFormats.failure(record.value()))
        .toList();
  }

  /** What went to the previews in this life. */
  List<GenerationPreview> previews() {
    return forwarded("previews").stream()
        .map(record -> FakeFormats.preview(record.value()))
        .toList();
  }

  List<Record<? extends byte[], ? extends byte[]>> forwarded(String sink) {
    List<Record<? extends byte[], ? extends byte[]>> records = new ArrayList<>();
    context.forwarded(sink).forEach(forward -> records.add(forward.record()));
    return records;
  }

  /** How many requests are stored. */
  int stored() {
    return new InFlightStore(store).count();
  }

  InFlightStore store() {
    return new InFlightStore(store);
  }
}
