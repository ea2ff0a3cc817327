package dev.kiln.streams.topology;

import dev.kiln.storage.Blob;
import dev.kiln.storage.BlobStore;
import dev.kiln.storage.StoredBlob;
import dev.kiln.streams.contract.Answer.Samples;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps large samples in the blob store, on other threads, again and again until they are kept. At
 * most one write for each request that has left the engine, so there are never more than may be
 * with the engine. For the stream thread alone.
 */
final class BlobWrites {

  private static final Logger LOG = LoggerFactory.getLogger(BlobWrites.class);

  /** A request whose samples are kept, and its answer with the pointers. */
  record Kept(Flight flight, Samples answer) {}

  private record Write(Flight flight, Samples answer, List<Blob> blobs) {}

  private record Ended(Write write, Map<Integer, StoredBlob> stored, @Nullable Exception failure) {}

  private final KilnTopology.@Nullable Blobs shared;
  private final RetryPause pause;
  private final Deque<Write> waiting = new ArrayDeque<>();
  private final Deque<Kept> kept = new ArrayDeque<>();
  private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
  private int open;
  private volatile boolean closed;

  /**
   * The writes of one task.
   *
   * @param shared null where there is no blob store
   * @param pause how long the blob store is left alone when it does not keep something
   */
  BlobWrites(KilnTopology.@Nullable Blobs shared, RetryPause pause) {
    this.shared = shared;
    this.pause = pause;
  }

  void begin(Flight flight, Samples answer, List<Blob> blobs) {
    open++;
    waiting.addLast(new Write(flight, answer, blobs));
  }

  /** Sees what ended, and begins what may. */
  void step(long nowMs) {
    for (Ended next = ended.poll(); next != null; next = ended.poll()) {
      if (next.failure() == null) {
        pause.succeeded();
        Write write = next.write();
        kept.addLast(new Kept(write.flight(), write.answer().with(next.stored())));
      } else {
        failed(next.write(), next.failure(), nowMs);
      }
    }
    while (!waiting.isEmpty() && !pause.lasts(nowMs)) {
      run(waiting.removeFirst());
    }
  }

  /** The next request whose samples are all kept; null when there is none now. */
  @Nullable Kept poll() {
    Kept next = kept.poll();
    open -= next == null ? 0 : 1;
    return next;
  }

  /** Whether there are requests whose samples are not kept yet. */
  boolean areOpen() {
    return open > 0;
  }

  /** What still ends is dropped. */
  void close() {
    closed = true;
    waiting.clear();
  }

  private void failed(Write write, Exception failure, long nowMs) {
    // Those that fail side by side tell the same.
    if (!pause.lasts(nowMs)) {
      LOG.atWarn()
          .addKeyValue("requestId", write.flight().id())
          .log("Samples wait for the blob store: {}", failure.getMessage());
      pause.failed(nowMs);
    }
    waiting.addLast(write);
  }

  private void run(Write write) {
    if (shared == null) {
      throw new IllegalStateException("there is no blob store");
    }
    BlobStore store = shared.store();
    try {
      shared.executor().execute(() -> write(store, write));
    } catch (RejectedExecutionException e) {
      // The application is closing; the request stays in the store.
      LOG.atDebug()
          .addKeyValue("requestId", write.flight().id())
          .log("A sample is not kept any more.");
    }
  }

  private void write(BlobStore store, Write write) {
    Map<Integer, StoredBlob> stored = new HashMap<>();
    try {
      for (Blob blob : write.blobs()) {
        if (closed) {
          return;
        }
        String url = store.put(blob.name(), blob.bytes());
        stored.put(blob.index(), new StoredBlob(url, blob.bytes().length, blob.sha256()));
      }
      ended.add(new Ended(write, stored, null));
    } catch (IOException | RuntimeException e) {
      ended.add(new Ended(write, stored, e));
    }
  }
}
