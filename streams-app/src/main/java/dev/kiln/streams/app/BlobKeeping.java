package dev.kiln.streams.app;

import dev.kiln.storage.BlobStore;
import dev.kiln.storage.BlobStores;
import dev.kiln.streams.topology.KilnTopology;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The blob store of an application and the threads that write to it; nothing where it has none. */
final class BlobKeeping implements AutoCloseable {

  private final @Nullable BlobStore store;
  private final ExecutorService threads;

  private BlobKeeping(@Nullable BlobStore store, ExecutorService threads) {
    this.store = store;
    this.threads = threads;
  }

  static BlobKeeping open(KilnConfig config) throws IOException {
    var number = new AtomicInteger();
    return new BlobKeeping(
        BlobStores.open(config.blobs()).orElse(null),
        Executors.newFixedThreadPool(
            config.blobThreads(),
            work -> {
              var thread = new Thread(work, "kiln-blob-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            }));
  }

  KilnTopology.@Nullable Blobs forTopology() {
    return store == null ? null : new KilnTopology.Blobs(store, threads);
  }

  /** What is being written is written again after the next start. */
  @Override
  public void close() {
    threads.shutdownNow();
    if (store != null) {
      store.close();
    }
  }
}
